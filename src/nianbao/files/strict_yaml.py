"""YAML with fences: a safe loader without surprises, for form files and rule documents.

Refused: duplicate keys, custom tags, merge keys. Plain ``no``, ``012``, ``12:30`` and dates stay
text; only ``true``/``false``, ``null``/``~``/empty, and plain decimal integers are more than text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import yaml

from nianbao.errors import StrictYAMLError
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Hashable

_ = Domain("nianbao")
_Loader: type[yaml.SafeLoader] = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


# YAML 1.1 reads no and on as booleans, 012 as ten and 12:30 as 750. Without resolvers all of these are text.
class _StrictLoader(_Loader):  # type: ignore[valid-type,misc]
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]*)$"), list("-0123456789")
)


def _construct_mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    mapping: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise StrictYAMLError(_("第 {line} 行：键“{key}”不是文字，请加引号。", line=line, key=key))
        if key == "<<":
            raise StrictYAMLError(_("第 {line} 行：不支持合并键“<<”，请逐项写出。", line=line))
        if key in mapping:
            raise StrictYAMLError(_("第 {line} 行：键“{key}”重复出现，请删去一处。", line=line, key=key))
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


def _construct_boolean(_loader: yaml.SafeLoader, node: yaml.ScalarNode) -> bool:
    # A tag (!!bool no) reaches the constructor past the resolvers.
    if node.value not in ("true", "false"):
        raise ValueError(node.value)
    return bool(node.value == "true")


def _construct_integer(_loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    # Python raises an error of its own for thousands of digits, and no form has a number like that.
    if len(node.value) > _LONGEST_INTEGER:
        raise ValueError(node.value[:_LONGEST_INTEGER])
    return int(node.value)


def _refuse_tag(_loader: yaml.SafeLoader, node: yaml.Node) -> None:
    line = node.start_mark.line + 1
    raise StrictYAMLError(_("第 {line} 行：不支持标签“{tag}”，请删去。", line=line, tag=node.tag))


_LONGEST_INTEGER = 18
_StrictLoader.yaml_constructors = {
    "tag:yaml.org,2002:map": _construct_mapping,
    "tag:yaml.org,2002:seq": yaml.constructor.SafeConstructor.construct_yaml_seq,
    "tag:yaml.org,2002:str": yaml.constructor.SafeConstructor.construct_yaml_str,
    "tag:yaml.org,2002:null": yaml.constructor.SafeConstructor.construct_yaml_null,
    "tag:yaml.org,2002:bool": _construct_boolean,
    "tag:yaml.org,2002:int": _construct_integer,
    None: _refuse_tag,
}


def parse_yaml(data: bytes) -> object:
    """Parse one YAML document into dicts, lists, str, int, bool and None.

    Raises :class:`StrictYAMLError` with line and cause when the text is not acceptable.
    """
    try:
        return yaml.load(data, _StrictLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise StrictYAMLError(
            _("第 {line} 行：YAML 语法不对（{problem}），请改正。", line=line, problem=error.problem)
        ) from error
    except StrictYAMLError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise StrictYAMLError(_("不是可读的 UTF-8 YAML 文本（{problem}），请改正。", problem=error)) from error

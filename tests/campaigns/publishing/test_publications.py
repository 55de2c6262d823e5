"""A publication is made past the one gate, under what the office decided in the campaign."""

from __future__ import annotations

from nianbao.campaigns.examiner import Examiner
from nianbao.campaigns.publishing.publications import Publisher

from ..offices import OfficeBench


def test_a_unit_that_does_not_pass_has_none(office: OfficeBench) -> None:
    campaign = office.open()
    publisher = Publisher(campaign, Examiner(campaign))
    assert publisher.publication(campaign.state_of("D004")) == (None, ())
    assert publisher.publication(campaign.state_of("C003")) == (None, ())
    made, reasons = publisher.publication(campaign.state_of("A001"))
    assert (made is not None, reasons) == (True, ())
    campaign.ledger.close()


def test_what_was_accepted_is_a_waiver_with_its_reason(office: OfficeBench) -> None:
    office.type_into_list("豁免", about="丙中心", reason="批准文件已经看过，金额属实", who="王五")
    office.collect()
    campaign = office.open()
    made, _reasons = Publisher(campaign, Examiner(campaign)).publication(campaign.state_of("C003"))
    assert made is not None
    assert made.agency.name == "丙中心"
    campaign.ledger.close()

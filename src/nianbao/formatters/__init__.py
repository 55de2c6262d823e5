"""Formatters: findings as text, pages, JSON, SARIF and JUnit."""

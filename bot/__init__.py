"""Gương Sáng: exemplars and good deeds of a province's schools, told, weighed and honoured in a chat."""

__version__ = "0.1.0"

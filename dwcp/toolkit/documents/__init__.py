"""A report as data, and what is made of it: HTML, PDF, DOCX, XLSX and JSON, all from one structure.

`blocks` says what a document consists of; nothing here knows what the document is about.
"""

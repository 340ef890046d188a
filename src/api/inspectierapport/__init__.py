"""The inspection report: the answer for one casus at T and K, to print, to keep and to check.

gegevens     what goes into it, one reading and one fold
tekening     the lanes on paper, in millimetres; patterns, so that a printer without colour is enough
inhoud       what it says, in Dutch
pdf          from there to PDF/A-2a and PDF/UA-1, by `rapport.typ`
"""

"""Text in cells of files that people open in a spreadsheet: none is taken for a formula, and it comes back as it was.

Source: OWASP, "CSV Injection" (the characters that start a formula, full-width ones too).
"""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARKED = (*FORMULA_STARTS, "'")  # an apostrophe of the text's own gets one more, so that taking one off is exact


def without_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before text that would start one."""
    return f"'{text}" if text.lstrip(" ").startswith(MARKED) else text


def bare(cell: str) -> str:
    """The text of a cell: without the apostrophe that ``without_formula`` put before it, and white space around."""
    rest = cell.lstrip(" ").removeprefix("'")
    return rest.strip() if rest.lstrip(" ").startswith(MARKED) else cell.strip()

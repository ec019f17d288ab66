"""Issued documents on their way out: saved and never shown inside a page of ours, whatever a browser takes them for."""

from django.http import HttpResponse

from auctions.correspondence import IssuedDocument


def attached(issued: IssuedDocument) -> HttpResponse:
    """The document as a file to be saved."""
    return pdf(bytes(issued.content), f"{issued.auction.slug}-document-{issued.number}.pdf")


def pdf(content: bytes, file_name: str) -> HttpResponse:
    """A PDF file to be saved."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""What the log says of a request, and the number by which a person who saw an error and the log's reader find one
another.
"""

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

HEADER = "Request-Id"


class RequestLog(RequestMiddleware):
    """One line when a request begins and one when it ends, each with its number; the answer carries it, too.

    The address is written without its query, which is the asker's own text. A number that the asker brings is not
    taken over.
    """

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response.headers[HEADER] = structlog.contextvars.get_contextvars()["request_id"]
        super().handle_response(request, response)

"""The content security policy, in the same words from every process."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """django-csp, with the parts in one order.

    It orders them anew at each start, so an answer would tell which process gave it, and when that
    began.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer, with the policy."""
        answer = super().process_response(request, response)
        if policy := answer.get(HEADER):
            answer[HEADER] = "; ".join(sorted(policy.split("; ")))
        return answer

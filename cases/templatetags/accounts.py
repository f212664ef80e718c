"""What the pages of accounts need of templates."""

import json
from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def for_browser(options: Mapping[str, Any]) -> str:
    """What a key is to be asked, as JSON for an attribute (escaped like every value)."""
    return json.dumps(dict(options), default=dict)

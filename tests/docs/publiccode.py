"""What publiccode.yml 0.7 asks of a file, as far as this project uses it.

The keys, limits and lists are facts from https://github.com/publiccodeyml/publiccode.yml (docs/standard: schema.core,
categories-list, scope-list; commit 703f83d, June 2026), checked against https://github.com/italia/publiccode-parser-go
(v0.go, validators/v0.go). A key that is not known here is a problem too: add it with its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

CATEGORIES = [
    "accounting",
    "agile-project-management",
    "applicant-tracking",
    "application-development",
    "appointment-scheduling",
    "backup",
    "billing-and-invoicing",
    "blog",
    "budgeting",
    "business-intelligence",
    "business-process-management",
    "cad",
    "call-center-management",
    "cloud-management",
    "collaboration",
    "communications",
    "compliance-management",
    "contact-management",
    "content-management",
    "crm",
    "customer-service-and-support",
    "data-analytics",
    "data-collection",
    "data-visualization",
    "design",
    "design-system",
    "digital-asset-management",
    "digital-citizenship",
    "document-management",
    "donor-management",
    "e-commerce",
    "e-signature",
    "educational-content",
    "email-management",
    "email-marketing",
    "employee-management",
    "enterprise-project-management",
    "enterprise-social-networking",
    "erp",
    "event-management",
    "facility-management",
    "feedback-and-reviews-management",
    "financial-reporting",
    "fleet-management",
    "fundraising",
    "gamification",
    "geographic-information-systems",
    "grant-management",
    "graphic-design",
    "help-desk",
    "hr",
    "ide",
    "identity-management",
    "instant-messaging",
    "integrated-library-system",
    "inventory-management",
    "it-asset-management",
    "it-development",
    "it-management",
    "it-security",
    "it-service-management",
    "knowledge-management",
    "learning-management-system",
    "marketing",
    "mind-mapping",
    "mobile-marketing",
    "mobile-payment",
    "network-management",
    "office",
    "online-booking",
    "online-community",
    "payment-gateway",
    "payroll",
    "predictive-analysis",
    "procurement",
    "productivity-suite",
    "project-collaboration",
    "project-management",
    "property-management",
    "real-estate-management",
    "regulations-and-directives",
    "remote-support",
    "resource-management",
    "sales-management",
    "seo",
    "service-desk",
    "social-media-management",
    "survey",
    "talent-management",
    "task-management",
    "taxes-management",
    "test-management",
    "time-management",
    "time-tracking",
    "translation",
    "video-conferencing",
    "video-editing",
    "visitor-management",
    "voip",
    "warehouse-management",
    "web-collaboration",
    "web-conferencing",
    "website-builder",
    "whistleblowing",
    "workflow-management",
    "other",
]
SCOPES = [
    "agriculture",
    "culture",
    "defence",
    "education",
    "emergency-services",
    "employment",
    "energy",
    "environment",
    "finance-and-economic-development",
    "foreign-affairs",
    "government",
    "healthcare",
    "infrastructures",
    "justice",
    "local-authorities",
    "manufacturing",
    "research",
    "science-and-technology",
    "security",
    "society",
    "sport",
    "tourism",
    "transportation",
    "welfare",
]
STATUSES = ("concept", "development", "beta", "stable", "obsolete")
TYPES = (
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
)  # fmt: skip
Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _between(least: int, most: int) -> Check:
    return lambda value: _text(value) and least <= len(value) <= most


def _one_of(allowed: Any) -> Check:
    return lambda value: value in allowed


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and bool(value) and all(map(check, value))


def _address(value: Any) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    return parts.scheme in ("http", "https") and "." in parts.netloc


def _day(value: Any) -> bool:
    try:
        return isinstance(date.fromisoformat(str(value)), date)
    except ValueError:
        return False


def _language(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) is not None


KEYS: Mapping[str, tuple[bool, Check]] = {
    "publiccodeYmlVersion": (True, _one_of(("0.7", "0.7.0"))),
    "name": (True, _text),
    "url": (True, _address),
    "landingURL": (False, _address),
    "softwareVersion": (False, _text),
    "releaseDate": (False, _day),
    "platforms": (True, _list_of(_text)),
    "categories": (False, _list_of(_one_of(CATEGORIES))),
    "developmentStatus": (True, _one_of(STATUSES)),
    "softwareType": (True, _one_of(TYPES)),
    "intendedAudience/scope": (False, _list_of(_one_of(SCOPES))),
    "description": (True, lambda value: isinstance(value, dict) and all(map(_language, value))),
    "legal/license": (True, _text),
    "legal/mainCopyrightOwner": (False, _text),
    "maintenance/type": (True, _one_of(("internal", "community", "none"))),  # a contract has contractors too
    "maintenance/contacts": (True, _list_of(lambda contact: _text(contact.get("name")))),
    "localisation/localisationReady": (True, lambda value: isinstance(value, bool)),
    "localisation/availableLanguages": (True, _list_of(_language)),
}
DESCRIPTION: Mapping[str, tuple[bool, Check]] = {
    "localisedName": (False, _text),
    "shortDescription": (True, _between(1, 150)),
    "longDescription": (True, _between(150, 10_000)),
    "documentation": (False, _address),
    "features": (True, _list_of(_text)),
}


def problems(data: Mapping[str, Any]) -> list[str]:
    """Return what is wrong, by key."""
    flat = dict(_flat(data))
    found = list(_broken(flat, KEYS))
    descriptions = data.get("description")
    for language, texts in descriptions.items() if isinstance(descriptions, dict) else ():
        found += [f"description/{language}/{problem}" for problem in _broken(texts, DESCRIPTION)]
    return found


def _flat(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict) and key != "description":
            yield from ((f"{key}/{inner}", part) for inner, part in value.items())
        else:
            yield key, value


def _broken(values: Mapping[str, Any], rules: Mapping[str, tuple[bool, Check]]) -> Iterator[str]:
    yield from (f"{key}: unknown" for key in values if key not in rules)
    for key, (required, check) in rules.items():
        if key not in values:
            yield from [f"{key}: missing"] * required
        elif not check(values[key]):
            yield f"{key}: {values[key]!r} is not allowed"

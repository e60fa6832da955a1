"""Who may do what at every address: the one table, which the test holds the site to and the docs are made from.

An address without a rule fails the test: whoever adds a page says here who gets in.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.web.permissions.world import PEOPLE, ROLES

NOBODY: tuple[str, ...] = ()
EVERYBODY = PEOPLE
SIGNED_IN = (*ROLES, "stranger", "founder")
OWNER, TEAM, READERS, MEMBERS = ROLES[:1], ROLES[:2], ROLES[:3], ROLES
AUTHOR = ("professional",)  # of the case and the remark that are asked for
SEES_RESULTS = (*MEMBERS, "linked")
LEARNER, PARTICIPANT = ("learner",), ("participant",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who gets in by GET or HEAD, and who by POST; everybody else is refused or sent to a door.

    ``bearer``: no role is asked, since the address holds its own key, or tells nothing of a study; so it opens for the
    other study's too. ``why`` explains what the columns cannot.
    """

    reads: tuple[str, ...] = NOBODY
    sends: tuple[str, ...] = NOBODY
    bearer: bool = False
    why: str = ""


def _rules(part: str, *lines: tuple[Rule, str]) -> dict[str, Rule]:
    return {f"{part}:{name}" if part else name: rule for rule, names in lines for name in names.split()}


_LINK = "whoever has the link; no further than its own study"
WORKBENCH = _rules(
    "workbench",
    (Rule(reads=SIGNED_IN, why="own studies; professionals are sent to their own page"), "home"),
    (Rule(reads=("founder",), sends=("founder",)), "new"),
    (Rule(why="owners and analysts who may also start studies"), "copy"),
    (Rule(reads=READERS), "study job present slide"),
    (Rule(reads=TEAM), "definition study-file design preview monitor data participants participant fits report-file notes"
                       " sessions"),
    (Rule(reads=TEAM, sends=TEAM), "basics answers file criterion criterion-new characteristic characteristic-new"
                                   " corrections scenario note session-new session-delete"),
    (Rule(sends=TEAM), "rearrange never compose take-in fit simulate report include export folder-in folder-out"
                       " session-show"),
    (Rule(reads=OWNER), "people confirm publish consultations team professionals trail trail-csv"),
    (Rule(reads=OWNER, sends=OWNER), "launch people-add mail-text whose counts team-invite"),
    (Rule(sends=OWNER), "move people-rejected people-remove came-back mail-send mail-again mail-plan publish-choose to-whom"
                        " team-change team-take-back join-link confirm-organisations"),
)  # fmt: skip
RESULTS = _rules(
    "results",
    (Rule(reads=EVERYBODY, bearer=True), "home"),
    (Rule(reads=EVERYBODY, bearer=True, why="of a study that was launched"), "privacy"),
    (Rule(reads=EVERYBODY, bearer=True, why=_LINK), "enter"),
    (Rule(reads=SEES_RESULTS), "dashboard criteria criterion groups scenarios compare model noise figure"),
    (Rule(reads=SEES_RESULTS, sends=SEES_RESULTS), "colleague advice-pdf"),
)
CASES = _rules(
    "cases",
    (Rule(reads=MEMBERS), "find case mine practice export"),
    (Rule(reads=MEMBERS, sends=MEMBERS), "new report take-back think-again wishes leave"),
    (Rule(sends=MEMBERS), "judge"),
    (Rule(reads=AUTHOR, sends=AUTHOR, why="the author"), "edit delete outcome remark-change remark-delete"),
    (Rule(reads=AUTHOR, sends=AUTHOR, why="who reads a remark that is not hidden and that they have not reported"),
     "remark-report"),
    (Rule(sends=AUTHOR, why="the author; who has judged may talk too"), "advise share say"),
    (Rule(reads=OWNER), "moderation"),
    (Rule(sends=OWNER), "settle show-again"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why=_LINK), "stop"),
)  # fmt: skip
TRAINING = _rules(
    "training",
    (Rule(reads=OWNER, sends=OWNER), "settings"),
    (Rule(sends=OWNER), "opening link"),
    (Rule(reads=(*MEMBERS, "learner")), "welcome"),
    (Rule(sends=MEMBERS, why="and whoever came by the link and has no round that is not finished"), "start"),
    (Rule(reads=LEARNER), "scenario they weights pdf"),
    (Rule(reads=LEARNER, sends=LEARNER), "delete"),
    (Rule(sends=LEARNER), "leave"),
    (Rule(why="a learner, who is sent to the first page as everybody is"), "research"),
    (Rule(reads=EVERYBODY, bearer=True, why=_LINK), "enter"),
    (Rule(reads=EVERYBODY, bearer=True, why="tells nothing"), "deleted"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="asks for the own code"), "code"),
)
SESSIONS = _rules(
    "sessions",
    (Rule(reads=TEAM), "lead wall counts qr"),
    (Rule(sends=TEAM), "begin move argue seat finish"),
    (Rule(reads=MEMBERS, why="finished, and shown by the team"), "past"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="asks for the word of the room"), "enter"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="whoever has the word of the room"), "phone"),
    (Rule(reads=EVERYBODY, bearer=True, why="whoever has the word of the room"), "state"),
    (Rule(sends=EVERYBODY, bearer=True, why="judges with a seat on this phone alone; others are sent to join"),
     "judge guess leave"),
)  # fmt: skip
SURVEY = _rules(
    "survey",
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="asks for a code"), "enter code"),
    (Rule(reads=EVERYBODY, bearer=True, why=_LINK), "open personal"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why=_LINK), "opt-out"),
    (Rule(reads=("participant", "invitee"), sends=("participant", "invitee")), "welcome"),
    (Rule(reads=PARTICIPANT), "go your-code thanks profile profile-pdf"),
    (Rule(reads=PARTICIPANT, sends=PARTICIPANT), "consent about-you instruction scenario check"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="clears this device"), "stop"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="asks for the own code"), "withdraw"),
    (Rule(reads=EVERYBODY, bearer=True, why="tells nothing"), "stopped withdrawn"),
)
ACCOUNTS = _rules(
    "accounts",
    (Rule(reads=SIGNED_IN, sends=SIGNED_IN, why="the own account"), "account"),
    (Rule(sends=SIGNED_IN, why="the own sessions"), "end-others"),
    (Rule(sends=("founder",)), "invite-founder"),
    (
        Rule(why="nothing without the settings of an OpenID provider; with them, whom that provider sends"),
        "organisation organisation-callback organisation-signed-out",
    ),
    (Rule(reads=EVERYBODY, bearer=True, why=_LINK), "join first join-by-link join-by-mail"),
    (Rule(why="whoever came by a link of these, which the session keeps"), "joining join-link join-account"),
    (
        Rule(
            why="whoever comes from or to the organisation's provider, where the settings name one; else there is no page"
        ),
        "organisation organisation-callback organisation-signed-out",
    ),
    (Rule(why="there is no such page: an account stands on the address that was invited"), "accounts/email/"),
)
PROFESSIONALS = _rules(
    "professionals",
    (Rule(reads=SIGNED_IN, why="what is the person's own"), "mine"),
    (Rule(reads=SIGNED_IN, sends=SIGNED_IN, why="the own account; asks for the password again"), "delete-account"),
    (Rule(reads=MEMBERS, sends=MEMBERS), "leave"),
)
SIGN_IN = _rules(
    "",
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True), "account_login account_logout account_reset_password"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="says that nobody signs up by themselves"), "account_signup"),
    (Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why=_LINK), "account_reset_password_from_key"),
    (Rule(reads=EVERYBODY, bearer=True, why="tells nothing"), "account_confirm_email account_email_verification_sent"
     " account_inactive account_reset_password_done account_reset_password_from_key_done"),
    (Rule(why="there is no such page"), "account_email"),
    (Rule(reads=SIGNED_IN, sends=SIGNED_IN, bearer=True, why="the own account; what protects it asks for the password"
     " again"), "account_change_password account_confirm_login_code account_reauthenticate account_set_password"
     " mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_generate_recovery_codes mfa_login_webauthn"
     " mfa_reauthenticate mfa_reauthenticate_webauthn mfa_edit_webauthn mfa_remove_webauthn"),
    (Rule(reads=SIGNED_IN, why="the own account"), "mfa_index mfa_list_webauthn"),
    (Rule(why="the own account, where there is a second step"), "mfa_deactivate_totp mfa_download_recovery_codes"
     " mfa_view_recovery_codes"),
)  # fmt: skip
SITE = _rules(
    "",
    (Rule(reads=EVERYBODY, bearer=True), "accessibility security-txt"),
    (Rule(sends=EVERYBODY, bearer=True), "language"),
    (
        Rule(reads=EVERYBODY, sends=EVERYBODY, bearer=True, why="what this device sent after it was signed out"),
        "unsent",
    ),
    (Rule(why="programs with the token of the setting"), "metrics"),
)
PARTS = {"Participants": SURVEY, "Results": RESULTS, "Casebook": CASES, "Training": TRAINING, "Sessions": SESSIONS,
         "Workbench": WORKBENCH, "Professionals": PROFESSIONALS, "Accounts": ACCOUNTS, "Signing in": SIGN_IN,
         "The site": SITE}  # fmt: skip
RULES = {name: rule for part in PARTS.values() for name, rule in part.items()}

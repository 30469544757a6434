"""The catalogue of permissions: every right that a key can hold, in one sentence each. Not here: who holds them (`store.py`)."""

from collections.abc import Iterable

from loyalty.access.errors import PermissionUnknown

# Every key may ask who it is; this one is held by all and never granted.
OWN_KEY_READ = "access.own_key.read"

PERMISSIONS: dict[str, str] = {
    OWN_KEY_READ: "Ask which key is calling and what it may do. Every key holds it.",
    "members.read": "Find members and read their master data.",
    "members.write": "Enrol members.",
    "ledger.read": "Read balances, lots and entries.",
    "ledger.earn": "Post purchases that earn points.",
    "ledger.burn": "Spend a member's points on an order.",
    "ledger.hold": "Set a member's points aside, capture and release them.",
    "ledger.return": "Post returns and corrections of orders.",
    "ledger.transfer": "Move points from one member to another.",
    "ledger.adjust": "Give and take points by decision, reverse postings, move expiries, let pending points come or not.",
    "ledger.open": "Post the balances that members bring from another system.",
    "rewards.read": "Read the reward catalogue.",
    "redemptions.read": "Read redemptions.",
    "redemptions.write": "Redeem rewards for a member's points.",
    "redemptions.fulfil": "Process, fulfil and reject redemptions.",
    "redemptions.refund": "Refund redemptions that were fulfilled.",
    "rewards.write": "Create, change and withdraw rewards.",
    "vouchers.read": "Read voucher pools and vouchers, without their codes.",
    "vouchers.codes": "Read the codes of vouchers.",
    "vouchers.write": "Open voucher pools, generate, import and withdraw vouchers.",
    "vouchers.assign": "Give members vouchers.",
    "vouchers.use": "Use vouchers for members.",
    "promotions.read": "Read promotions and their figures.",
    "promotions.write": "Create and change promotions; start, pause and archive them.",
    "promotions.use": "Apply promotions to orders, and give them back.",
    "eligibility.read": "Read who may take part in what, and the overrides.",
    "eligibility.write": "Allow and deny members; say who may take part in the program.",
    "profiles.read": "Read a member's tier, RFM, churn score and last activity.",
    "offers.read": "Read the next best offers of members.",
    "offers.write": "Say what became of offers: shown, accepted, rejected, redeemed.",
    "segments.read": "Read segments, their sizes and their members.",
    "segments.write": "Publish new versions of segments.",
    "programs.read": "Read programs, their revisions, tiers and earning rules.",
    "programs.write": "Save revisions of programs; start, pause and archive them.",
    "campaigns.read": "Read and preview campaigns, whom they chose, and the universal holdout.",
    "campaigns.write": "Save campaigns; activate, pause, resume, complete and archive them; set the universal holdout.",
    "journeys.read": "Read journeys, their counts and members' ways through them; try drafts out.",
    "journeys.write": "Save journeys; publish, pause, resume and archive them.",
    "contacts.read": "Read members' addresses, languages and time zones.",
    "contacts.write": "Say where members are reached.",
    "messages.read": "Read message templates, the contact policy and what members were sent.",
    "messages.write": "Save message templates and the contact policy; send failed messages again.",
    "messages.receipts": "Tell what became of messages: arrived, came back, complained of.",
    "jobs.read": "Read bulk jobs, their progress and the rows they refused.",
    "jobs.write": "Send files of transactions, members, opening balances or voucher codes; cancel them.",
    "events.read": "Read events, and those that were set aside.",
    "events.write": "Tell events from outside; give up events that were set aside.",
    "webhooks.read": "Read webhooks and what came of their deliveries.",
    "webhooks.write": "Make, change and try webhooks, read their secrets, send deliveries again.",
    "figures.read": "Read what a period came to: points issued, spent, expired and owed, purchases, members.",
    "models.read": "Read models, their versions, figures and cards.",
    "keys.read": "Read which API keys there are, without their secrets.",
    "keys.write": "Make and revoke API keys, within one's own permissions.",
    "users.read": "Read who may sign in to the console, and which roles there are.",
    "users.write": "Make and change users, within one's own permissions.",
    "metrics.read": "Read the service's metrics.",
}

GRANTABLE: tuple[str, ...] = tuple(sorted(set(PERMISSIONS) - {OWN_KEY_READ}))


def checked_permissions(names: Iterable[str]) -> tuple[str, ...]:
    """`names` sorted and without repeats; `*` stands for every grantable permission.

    Raises:
        PermissionUnknown: a name is not in the catalogue, or there is none at all.
    """
    asked = set(names)
    if "*" in asked:
        return GRANTABLE
    unknown = sorted(asked - set(GRANTABLE))
    if unknown or not asked:
        raise PermissionUnknown(
            f"No such permission: {', '.join(unknown)}." if unknown else "A key needs at least one permission.",
            unknown=unknown,
            known=list(GRANTABLE),
        )
    return tuple(sorted(asked))

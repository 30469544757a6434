"""What a marketer does in the console, done by a headless Chromium over the real API. The walks themselves are in `walks/`."""

import pytest

from tests.journey.console.conftest import Walk

pytestmark = pytest.mark.slow


def test_a_wrong_password_is_refused_and_the_right_one_lasts_until_signing_out(walk: Walk) -> None:
    walk("sign_in")


def test_segments_show_what_the_api_says_and_lead_to_rule_history_and_members(walk: Walk) -> None:
    walk("segments")


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_segment_is_built_by_keyboard_seen_saved_and_archived(walk: Walk, locale: str) -> None:
    walk("segment_builder", locale=locale)


def test_a_member_is_found_as_one_types_and_shows_what_the_api_says(walk: Walk) -> None:
    walk("member")


def test_arabic_runs_from_right_to_left_with_its_own_figures_and_is_remembered(walk: Walk) -> None:
    walk("arabic")


def test_a_viewer_sees_only_what_viewers_may_read(walk: Walk) -> None:
    walk("permissions")


def test_a_lost_connection_is_said_and_mends_by_itself(walk: Walk) -> None:
    walk("connection")


def test_what_is_written_survives_reloads_lost_answers_and_the_end_of_a_session_and_is_saved_once(walk: Walk) -> None:
    walk("drafts")


def test_everything_works_by_keyboard_alone_and_the_focus_is_always_seen(walk: Walk) -> None:
    walk("keyboard")


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_page_fits_from_360_pixels_to_4k(walk: Walk, locale: str) -> None:
    walk("widths", locale=locale)


def test_the_busiest_pages_answer_on_screen_within_200_ms(walk: Walk) -> None:
    walk("quick")


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(walk: Walk, locale: str, theme: str) -> None:
    walk("access", locale=locale, theme=theme)


def test_the_strictest_content_policy_is_never_broken(walk: Walk) -> None:
    walk("policy")


def test_a_journey_is_drawn_tried_by_the_turned_clock_and_published(walk: Walk) -> None:
    walk("journeys")


def test_a_campaign_is_built_step_by_step_goes_live_and_is_paused(walk: Walk) -> None:
    walk("campaigns")


def test_a_program_with_three_tiers_and_a_capped_rule_is_created_tried_and_changed(walk: Walk) -> None:
    walk("programs")


def test_a_promotion_is_made_refused_once_used_up_at_the_till_changed_and_ended(walk: Walk) -> None:
    walk("promotions")


def test_a_reward_is_put_up_taken_fulfilled_from_the_queue_refunded_and_withdrawn(walk: Walk) -> None:
    walk("rewards")

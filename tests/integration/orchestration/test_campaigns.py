"""Campaigns in the graph: the day's audience with offers and deliveries, a tick that becomes a run, what a dead run left over."""

from datetime import timedelta
from typing import Any

import dagster as dg
import pytest

from loyalty.database import Database
from orchestration.audiences.daily import daily_campaigns
from orchestration.audiences.occurrences import campaign_occurrence, occurrence_of, occurrences, partition_of
from orchestration.sensors import campaign_ticks
from tests.support.campaigns import TODAY, World

DAY = TODAY.isoformat()


@pytest.fixture
def world(database: Database) -> World:
    made = World(database, *(f"m{number}" for number in range(40)))
    made.offers()
    return made


def materialized(world: World, asset: dg.AssetsDefinition, instance: dg.DagsterInstance, partition: str) -> dict[str, Any]:
    """What each of the three assets told, by the beginning of its name."""
    result = dg.materialize(
        [asset], instance=instance, partition_key=partition, resources={"database": world.database, "clock": world.clock}
    )
    assert result.success
    told = {}
    for event in result.get_asset_materialization_events():
        name = event.asset_key.path[-1].partition("_")[0] if event.asset_key else ""
        told[name] = {key: value.value for key, value in event.materialization.metadata.items()}
    return told


def looked(world: World, instance: dg.DagsterInstance) -> Any:
    context = dg.build_sensor_context(instance=instance, resources={"database": world.database, "clock": world.clock})
    return campaign_ticks(context)


def test_a_day_chooses_promises_and_queues_and_a_rerun_does_nothing_twice(world: World) -> None:
    world.activates(trigger={"kind": "DAILY"}, control_share=0.25)
    with dg.DagsterInstance.ephemeral() as instance:
        told = materialized(world, daily_campaigns, instance, DAY)
        tally = world.tally()
        assert told["audience"]["rows_read"] == 40 == sum(tally.values())
        assert told["audience"]["arm_control"] == tally["CONTROL"]
        assert told["offer"]["rows_kept"] == told["delivery"]["rows_kept"] == tally["TREATED"] == len(world.deliveries())
        again = materialized(world, daily_campaigns, instance, DAY)
        assert again["audience"]["rows_read"] == 0
        assert world.tally() == tally
    assert world.is_sound()


def test_a_day_whose_segments_do_not_stand_asks_to_be_tried_again(world: World) -> None:
    world.enters("regulars", "m0")
    world.activates(trigger={"kind": "DAILY"}, audience={"segments": ["regulars"]})
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [daily_campaigns],
            instance=instance,
            partition_key=DAY,
            resources={"database": world.database, "clock": world.clock},
            raise_on_error=False,
        )
    assert not result.success
    assert world.ask("select count(*) from campaign_occurrences")[0][0] == 0


def test_a_tick_becomes_a_run_of_its_own_and_what_a_dead_one_left_is_asked_for_again(world: World) -> None:
    world.activates()
    with dg.DagsterInstance.ephemeral() as instance:
        assert isinstance(looked(world, instance), dg.SkipReason)
        world.turns(hours=24)
        asked = looked(world, instance)
        (partition,) = [one.partition_key for one in asked.run_requests]
        assert occurrence_of(partition) == ("autumn", 1, "2017-11-02T17:00:00Z")
        assert partition_of(occurrence_of(partition)) == partition
        instance.add_dynamic_partitions(occurrences.name or "", [partition])
        world.chooses(limit=10)
        assert [one.partition_key for one in looked(world, instance).run_requests] == [partition]
        told = materialized(world, campaign_occurrence, instance, partition)
        assert told["audience"]["rows_read"] == 30
        assert isinstance(looked(world, instance), dg.SkipReason)
    assert len(world.deliveries()) == 40
    assert world.is_sound()


def test_members_who_wait_for_fresh_features_keep_the_occurrence_open_until_they_are_there(world: World) -> None:
    world.activates(features_age_hours_max=12)
    statement = (
        "insert into feature_shelf (only_row, generation, as_of_on, published_at, member_count) values (true, 1, %(on)s, %(at)s, 0)"
        " on conflict (only_row) do update set published_at = excluded.published_at"
    )
    world.does(statement, on=TODAY, at=world.clock.now() - timedelta(days=3))
    world.turns(hours=1)
    with dg.DagsterInstance.ephemeral() as instance:
        (partition,) = [one.partition_key for one in looked(world, instance).run_requests]
        instance.add_dynamic_partitions(occurrences.name or "", [partition])
        assert materialized(world, campaign_occurrence, instance, partition)["audience"]["waiting_features_stale"] == 40
        world.does(statement, on=TODAY, at=world.clock.now())
        assert isinstance(looked(world, instance), dg.SkipReason), "nobody is due before a while"
        world.turns(minutes=16)
        assert [one.partition_key for one in looked(world, instance).run_requests] == [partition]
        assert materialized(world, campaign_occurrence, instance, partition)["audience"]["arm_treated"] == 40
    assert world.is_sound()

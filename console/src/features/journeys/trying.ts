// A draft that is tried: one member by a turned clock, or the events of the past played over it. Nothing is stored. Not here: their forms (components/).
import { type Ref, shallowRef } from 'vue'

import { useWrite } from '@/api/write'
import type { TrialAsked } from '@/features/journeys/components/TrialPanel.vue'
import type { Definition } from '@/features/journeys/definition'
import { type Replay, replayJourney, type Trial, tryJourney } from '@/features/journeys/queries'

/** A member's way through the draft; null until it is tried or when it is cleared. */
export function useTrial(definition: Readonly<Ref<Definition | null>>) {
  const trial = shallowRef<Trial | null>(null)
  const tried = useWrite((asked: TrialAsked) => tryJourney(definition.value as Definition, asked))

  async function tryOut(asked: TrialAsked): Promise<void> {
    const outcome = await tried.run(asked)
    if (outcome) trial.value = outcome
  }

  return { trial, tryOut, refusal: tried.refusal, isRunning: tried.isRunning }
}

/** What the draft would have done between two instants. */
export function useReplay(definition: Readonly<Ref<Definition | null>>) {
  const replay = shallowRef<Replay | null>(null)
  const played = useWrite((asked: { since: string; until: string }) => replayJourney(definition.value as Definition, asked.since, asked.until))

  async function playOver(since: string, until: string): Promise<void> {
    const outcome = await played.run({ since, until })
    if (outcome) replay.value = outcome
  }

  return { replay, playOver, refusal: played.refusal, isRunning: played.isRunning }
}

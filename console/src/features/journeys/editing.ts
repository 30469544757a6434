// A journey while somebody works on it: the draft with its way back, kept through a reload, judged as it changes. Not here: what is drawn (pages/).
import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'

import { type Refusal, toRefusal } from '@/api/problem'
import { asDefinition, type Definition } from '@/features/journeys/definition'
import { useHistory } from '@/features/journeys/history'
import { judgeJourney, type Judged, type JourneyVersion } from '@/features/journeys/queries'
import { isSame, problemsByNode } from '@/features/journeys/view'
import { dropDraft, keepDraft, keptDraft } from '@/lib/drafts'

const JUDGED_AFTER_MS = 350

interface Kept {
  definition: Definition
  /** The version that the draft grew from; null: a journey that was never saved. */
  base: number | null
}

/** What is edited under `name` (the journey's code, or that of a new one). Call `open` once the versions are there. */
export function useEditing(name: () => string, mayJudge: boolean) {
  const history = useHistory<Definition | null>(null)
  const base = shallowRef<Definition | null>(null)
  const baseVersion = ref<number | null>(null)
  /** Somebody else has saved since what is kept here was begun. */
  const overtakenBy = shallowRef<JourneyVersion | null>(null)
  const judged = shallowRef<Judged | null>(null)
  const judgeRefusal = shallowRef<Refusal | null>(null)

  const definition = history.present
  const isChanged = computed(() => definition.value !== null && (base.value === null || !isSame(definition.value, base.value)))
  const problems = computed(() => problemsByNode(judged.value?.problems ?? []))
  const unavailable = computed(() => new Set((judged.value?.unavailable ?? []).flatMap((one) => one.node_id ?? [])))

  /** Takes up what is stored, or what was being written before the reload. */
  function open(newest: JourneyVersion | null, fallback: Definition | null): void {
    const stored = newest ? asDefinition(newest.definition) : null
    base.value = stored
    baseVersion.value = newest?.version ?? null
    const kept = keptDraft(keptAs(name())) as Kept | null
    const isOwn = kept !== null && Array.isArray((kept.definition as Definition | undefined)?.nodes)
    overtakenBy.value = isOwn && newest && kept.base !== newest.version ? newest : null
    history.restart(isOwn ? kept.definition : (stored ?? fallback))
  }

  /** The draft is given up for what is stored. */
  function discard(): void {
    dropDraft(keptAs(name()))
    overtakenBy.value = null
    if (base.value) history.commit(base.value)
  }

  /** The draft stays, although somebody else has saved meanwhile. */
  function insist(): void {
    overtakenBy.value = null
  }

  /** `definition` is stored as `version` from now on. */
  function saved(stored: Definition, version: number): void {
    base.value = stored
    baseVersion.value = version
    overtakenBy.value = null
    if (definition.value && isSame(definition.value, stored)) dropDraft(keptAs(name()))
  }

  let asked: AbortController | null = null
  async function judge(): Promise<void> {
    if (!definition.value || !mayJudge) return
    asked?.abort()
    asked = new AbortController()
    const { signal } = asked
    try {
      judged.value = await judgeJourney(definition.value, signal)
      judgeRefusal.value = null
    } catch (error) {
      if (!signal.aborted) judgeRefusal.value = toRefusal(error)
    }
  }
  const judgeSoon = useDebounceFn(judge, JUDGED_AFTER_MS)

  watch(definition, (next) => {
    if (next === null) return
    if (isChanged.value) keepDraft(keptAs(name()), { definition: next, base: overtakenBy.value ? -1 : baseVersion.value } satisfies Kept)
    else dropDraft(keptAs(name()))
    void judgeSoon()
  })
  onScopeDispose(() => asked?.abort())

  return { ...history, definition, base, baseVersion, overtakenBy, isChanged, judged, judgeRefusal, problems, unavailable, open, discard, insist, saved, judge }
}

function keptAs(name: string): string {
  return `journey.${name}`
}

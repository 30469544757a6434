// Results that move while somebody looks: told by the API where it can, asked for every half minute where it cannot. Not here: drawing them.
import { useQueryCache } from '@pinia/colada'
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { computed, onScopeDispose, readonly, ref, watch } from 'vue'

import { listen } from '@/api/stream'
import { type Results, resultsKey } from '@/features/campaigns/queries'

/** How often figures are asked for while nobody tells them; the API counts once for all who ask. */
export const RESULTS_EVERY_MS = 30_000

interface Watched {
  code: () => string
  /** Empty: of all of them. */
  occurrence: () => string
  /** Whether there is anything to wait for. */
  isMoving: () => boolean
  /** Asks for what no stream tells, and for the results while there is none. */
  ask: (isTold: boolean) => void
}

/** Keeps the results in the cache as they are told. A tab that nobody sees listens to nothing: a browser has few connections to give. */
export function useLiveResults({ code, occurrence, isMoving, ask }: Watched) {
  const cache = useQueryCache()
  const visibility = useDocumentVisibility()
  const isTold = ref(false)
  const tries = ref(0)
  const isWanted = computed(() => isMoving() && visibility.value === 'visible')
  let isOver = true
  let leave: (() => void) | null = null

  watch(
    () => [isWanted.value, code(), occurrence(), tries.value] as const,
    ([wanted, of, run]) => {
      stop()
      if (!wanted) return
      isOver = false
      leave = listen('/v1/campaigns/{code}/results/stream', { code: of }, run === '' ? {} : { occurrence: run }, 'results', {
        told: (data) => cache.setQueryData(resultsKey(of, run), data as Results),
        changed: (state) => {
          isTold.value = state.isOpen
          isOver = state.isOver
        },
      })
    },
    { immediate: true },
  )
  useIntervalFn(() => {
    if (!isWanted.value) return
    ask(isTold.value)
    // A refused stream is not tried again by the browser: too many may have been watching.
    if (isOver) tries.value += 1
  }, RESULTS_EVERY_MS)
  onScopeDispose(stop)

  function stop(): void {
    leave?.()
    isTold.value = false
    isOver = true
    leave = null
  }

  return { isTold: readonly(isTold) }
}

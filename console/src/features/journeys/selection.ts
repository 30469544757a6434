// What one looks at on a journey's page: the node that is chosen, and what stands beside the canvas. Not here: changing the journey (edits.ts).
import { ref } from 'vue'

import type { Position } from '@/features/journeys/definition'

export const SIDES = ['node', 'settings', 'trial', 'replay', 'versions'] as const
export type Side = (typeof SIDES)[number]

/** What the page asks of the canvas. */
export interface CanvasView {
  showAll: () => void
  show: (id: string) => void
  middle: () => Position
}

/** The chosen node and the side panel; `canvas` is null until it is drawn. */
export function useSelection(canvas: () => CanvasView | null) {
  const selectedId = ref<string | null>(null)
  const side = ref<Side>('node')

  /** The node is chosen; who tries or replays stays there. */
  function choose(id: string | null): void {
    selectedId.value = id
    if (id !== null && side.value !== 'trial' && side.value !== 'replay') side.value = 'node'
  }

  /** The node is chosen and seen. */
  function show(id: string): void {
    selectedId.value = id
    canvas()?.show(id)
  }

  /** One sees what is wrong there; null: in the journey as a whole. */
  function look(id: string | null): void {
    side.value = id === null ? 'settings' : 'node'
    if (id !== null) show(id)
  }

  return { selectedId, side, choose, show, look }
}

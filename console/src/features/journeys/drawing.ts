// What the canvas draws of the draft: each node with its words, faults, counts and whoever is tried there. Not here: the canvas itself (components/).
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'

import type { Choices } from '@/features/journeys/components/choices'
import type { NodeData } from '@/features/journeys/components/JourneyNodeCard.vue'
import { entryEventType } from '@/features/journeys/definition'
import type { useEditing } from '@/features/journeys/editing'
import type { Replay, Trial } from '@/features/journeys/queries'
import type { Side } from '@/features/journeys/selection'
import { branchViews, type NodeCount } from '@/features/journeys/view'
import { nodeTitle, nodeWords } from '@/features/journeys/words'

/** What is known of the nodes beside the draft. */
export interface Seen {
  side: Side
  trial: Trial | null
  replay: Replay | null
  /** Who is where in the version that is live; null: none is. */
  live: Readonly<Record<string, NodeCount>> | null
}

/** Each node's title, and all it shows, by its id. */
export function useDrawing(editing: ReturnType<typeof useEditing>, choices: Readonly<Ref<Choices>>, seen: () => Seen) {
  const { t } = useI18n()
  const titles = computed(() => Object.fromEntries((editing.definition.value?.nodes ?? []).map((node) => [node.id, nodeTitle(node, t)])))
  const nodes = computed<Record<string, NodeData>>(() => {
    const drawn = editing.definition.value
    if (!drawn) return {}
    const facts = choices.value.factsFor(entryEventType(drawn))
    return Object.fromEntries(
      drawn.nodes.map((node) => [
        node.id,
        {
          node,
          title: nodeTitle(node, t),
          words: nodeWords(node, facts, t),
          branches: branchViews(drawn, node),
          problemCount: editing.problems.value[node.id]?.length ?? 0,
          isUnavailable: editing.unavailable.value.has(node.id),
          count: countOf(node.id, seen()),
          mark: markOf(node.id, seen()),
        } satisfies NodeData,
      ]),
    )
  })
  return { titles, nodes }
}

function countOf(id: string, { side, replay, live }: Seen): NodeCount | null {
  if (side === 'replay') {
    const played = replay?.nodes.find((one) => one.node_id === id)
    return played ? { entered: played.entered_count, inside: 0, branches: played.branches } : null
  }
  return live && (live[id] ?? { entered: 0, inside: 0, branches: {} })
}

function markOf(id: string, { side, trial }: Seen): NodeData['mark'] {
  if (side !== 'trial' || trial === null) return null
  if (trial.standing.some((one) => one.node_id === id)) return 'here'
  return trial.steps.some((one) => one.node_id === id) ? 'passed' : null
}

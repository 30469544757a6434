// Journeys as the API tells them → what the screen shows. Numbers stay numbers here; their text is lib/format.ts. Not here: words of a node (words.ts).
import { localText } from '@/lib/localText'
import { branchesOf, branchOf, type Definition, type JourneyNode } from '@/features/journeys/definition'
import type { Journey, NodeCounts, Problem } from '@/features/journeys/queries'
import type { Tone } from '@/ui/ToneBadge.vue'

export interface JourneyRow {
  code: string
  name: string
  owner: string
  status: string
  liveVersion: number | null
  draftVersion: number | null
  nextRunAt: string | null
  changedAt: string
  stepCount: number
  entered: number
  inside: number
  goal: number
  /** Whether there is a goal that could be reached. */
  hasGoal: boolean
}

/** A journey in the language on screen. */
export function journeyRow(journey: Journey, locale: string): JourneyRow {
  const { nodes, goal } = journey.definition as { nodes?: unknown; goal?: unknown }
  return {
    code: journey.code,
    name: localText(journey.name, locale),
    owner: journey.owner,
    status: journey.status,
    liveVersion: journey.live_version,
    draftVersion: journey.draft_version,
    nextRunAt: journey.next_run_at,
    changedAt: journey.changed_at,
    stepCount: Array.isArray(nodes) ? nodes.length : 0,
    entered: journey.entered_count,
    inside: journey.inside_count,
    goal: journey.goal_count,
    hasGoal: (goal !== undefined && goal !== null) || (Array.isArray(nodes) && nodes.some((node: { is_goal?: boolean }) => node.is_goal === true)),
  }
}

const TONES: Readonly<Record<string, Tone>> = { ACTIVE: 'positive', PAUSED: 'warning', DRAFT: 'accent' }

export function statusTone(status: string): Tone {
  return TONES[status] ?? 'neutral'
}

export interface NodeCount {
  entered: number
  inside: number
  branches: Readonly<Record<string, number>>
}

/** The counts of one version by node. */
export function countsOfVersion(counts: readonly NodeCounts[], version: number | null): Record<string, NodeCount> {
  return Object.fromEntries(
    counts.filter((one) => one.version === version).map((one) => [one.node_id, { entered: one.entered_count, inside: one.inside_count, branches: one.branches }]),
  )
}

/** How many are inside in all, whichever version they came in by. */
export function insideCount(counts: readonly NodeCounts[]): number {
  return counts.reduce((sum, one) => sum + one.inside_count, 0)
}

/** How many meet which fate, those first whom it hits hardest. */
export function fateTotals(fates: readonly { fate: string; member_count: number }[]): { fate: string; count: number }[] {
  return ['STOP', 'MIGRATE', 'FINISH_OLD']
    .map((fate) => ({ fate, count: fates.filter((one) => one.fate === fate).reduce((sum, one) => sum + one.member_count, 0) }))
    .filter(({ count }) => count > 0)
}

/** The problems of each node; those of the journey as a whole stand under the empty id. */
export function problemsByNode(problems: readonly Problem[]): Record<string, Problem[]> {
  const found: Record<string, Problem[]> = {}
  for (const problem of problems) (found[problem.node_id ?? ''] ??= []).push(problem)
  return found
}

export interface BranchView {
  name: string
  isNeeded: boolean
  target: string | null
}

/** The ways on from a node, needed ones first. */
export function branchViews(definition: Definition, node: JourneyNode): BranchView[] {
  const { needed, optional } = branchesOf(node)
  const target = (branch: string) => definition.edges.find((edge) => edge.from === node.id && branchOf(edge) === branch)?.to ?? null
  return [...needed.map((name) => ({ name, isNeeded: true, target: target(name) })), ...optional.map((name) => ({ name, isNeeded: false, target: target(name) }))]
}

/** Whether two definitions say the same, places included. */
export function isSame(one: Definition, other: Definition): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

// The same thing written in another order is the same.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)).map(([key, inner]) => [key, sorted(inner)]))
}

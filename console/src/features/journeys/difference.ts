// What two versions of a journey say differently, in words: its steps, where they lead, and what it is as a whole. Pure. Not here: drawing it.
import { branchesOf, branchOf, type Definition, type Goal, type JourneyNode } from '@/features/journeys/definition'
import { nodeTitle, nodeWords } from '@/features/journeys/words'
import { without } from '@/lib/without'
import type { FactGroup } from '@/ui/condition/facts'
import { conditionWords, type Say } from '@/ui/condition/words'

export interface Change {
  /** Names it under `journeys.difference`. */
  kind: 'added' | 'removed' | 'changed' | 'way' | 'name' | 'description' | 'owner' | 'program' | 'goal' | 'reentry' | 'entry_key' | 'other'
  /** Which step, way or language; empty: the journey as a whole. */
  what: string
  before: string | null
  after: string | null
}

/** What is other in `after` than in `before`; where steps stand on the canvas does not count. */
export function changesOf(before: Definition, after: Definition, facts: readonly FactGroup[], say: Say): Change[] {
  return [...nodeChanges(before, after, facts, say), ...wayChanges(before, after, say), ...wholeChanges(before, after, facts, say)]
}

function nodeChanges(before: Definition, after: Definition, facts: readonly FactGroup[], say: Say): Change[] {
  const [old, now] = [byId(before), byId(after)]
  const words = (node: JourneyNode) => nodeWords(node, facts, say)
  const removed = before.nodes.filter((node) => !now.has(node.id)).map((node): Change => ({ kind: 'removed', what: nodeTitle(node, say), before: words(node), after: null }))
  const others = after.nodes.flatMap((node): Change[] => {
    const was = old.get(node.id)
    const what = nodeTitle(node, say)
    if (!was) return [{ kind: 'added', what, before: null, after: words(node) }]
    if (asWritten(was) === asWritten(node)) return []
    const renamed: Change[] = nodeTitle(was, say) === what ? [] : [{ kind: 'changed', what: node.id, before: nodeTitle(was, say), after: what }]
    if (words(was) !== words(node)) return [...renamed, { kind: 'changed', what, before: words(was), after: words(node) }]
    return [...renamed, ...leafChanges(leavesOf(without(was, 'label')), leavesOf(without(node, 'label')), what)]
  })
  return [...removed, ...others]
}

// What the few words of a step do not say: told leaf by leaf, as it is written.
function leafChanges(old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>, what: string): Change[] {
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ kind: 'changed', what: `${what}, ${path}`, before: old.get(path) ?? null, after: now.get(path) ?? null }))
}

function wayChanges(before: Definition, after: Definition, say: Say): Change[] {
  const [old, now] = [waysOf(before, say), waysOf(after, say)]
  const stays = byId(after)
  return [...new Map([...old, ...now]).values()]
    .filter(({ key, from }) => stays.has(from) && old.get(key)?.targetId !== now.get(key)?.targetId)
    .map(({ key, what }) => ({ kind: 'way', what: now.get(key)?.what ?? what, before: old.get(key)?.target ?? null, after: now.get(key)?.target ?? null }))
}

interface WayOn {
  key: string
  from: string
  what: string
  targetId: string
  target: string
}

function waysOf(definition: Definition, say: Say): Map<string, WayOn> {
  const nodes = byId(definition)
  const titleOf = (id: string) => {
    const node = nodes.get(id)
    return node ? nodeTitle(node, say) : id
  }
  return new Map(
    definition.edges.map((edge) => {
      const branch = branchOf(edge)
      const key = `${edge.from}/${branch}`
      return [key, { key, from: edge.from, what: `${titleOf(edge.from)} · ${branchWords(nodes.get(edge.from), branch, say)}`, targetId: edge.to, target: titleOf(edge.to) }]
    }),
  )
}

// A branch of a fork bears the name that somebody gave it.
function branchWords(node: JourneyNode | undefined, branch: string, say: Say): string {
  const isOwn = node?.type === 'CONDITION' && branch !== 'else' && branchesOf(node).needed.includes(branch)
  return isOwn ? branch : say(`journeys.branch.${branch}`)
}

function wholeChanges(before: Definition, after: Definition, facts: readonly FactGroup[], say: Say): Change[] {
  const told = (kind: Change['kind'], say: (one: Definition) => string | null, what = ''): Change[] => {
    const [old, now] = [say(before), say(after)]
    return old === now ? [] : [{ kind, what, before: old, after: now }]
  }
  const texts = (key: 'name' | 'description') => [...new Set([...Object.keys(before[key] ?? {}), ...Object.keys(after[key] ?? {})])].flatMap((language) => told(key, (one) => one[key]?.[language] ?? null, language))
  const known = new Set(['name', 'description', 'owner', 'program_code', 'goal', 'reentry', 'entry_key', 'nodes', 'edges'])
  const rest = (one: Definition) => leavesOf(Object.fromEntries(Object.entries(one).filter(([key]) => !known.has(key))))
  return [
    ...texts('name'),
    ...texts('description'),
    ...told('owner', (one) => one.owner),
    ...told('program', (one) => one.program_code),
    ...told('goal', (one) => goalWords(one.goal, facts, say)),
    // Left out it is ONCE.
    ...told('reentry', (one) => say(`journeys.reentry.${one.reentry ?? 'ONCE'}`)),
    ...told('entry_key', (one) => one.entry_key ?? null),
    ...leafChanges(rest(before), rest(after), '').map((change): Change => ({ ...change, kind: 'other', what: change.what.replace(/^, /, '') })),
  ]
}

function goalWords(goal: Goal | undefined, facts: readonly FactGroup[], say: Say): string | null {
  if (!goal) return null
  const what = goal.event_type ?? goal.segment_code ?? ''
  return goal.condition === undefined ? what : `${what}: ${conditionWords(goal.condition, facts, say)}`
}

function byId(definition: Definition): Map<string, JourneyNode> {
  return new Map(definition.nodes.map((node) => [node.id, node]))
}

function asWritten(node: JourneyNode): string {
  return JSON.stringify([...leavesOf(node)].toSorted(([a], [b]) => a.localeCompare(b)))
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]])
  const entries = Object.entries(value).filter(([key]) => !(path === '' && (key === 'position' || key === 'id')))
  return new Map(entries.flatMap(([key, inner]) => [...leavesOf(inner, path === '' ? key : `${path}.${key}`)]))
}

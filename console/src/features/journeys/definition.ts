// What a journey says, as the API takes it, and which branches its nodes have. Pure. Not here: changing one (draft.ts), whether it is sound (the API).
import type { Json } from '@/lib/condition'

export const NODE_TYPES = ['START', 'CONDITION', 'ACTION', 'WAIT', 'END'] as const
export type NodeType = (typeof NODE_TYPES)[number]
export const TRIGGER_KINDS = ['EVENT', 'SEGMENT', 'SCHEDULE'] as const
export const WAIT_KINDS = ['DURATION', 'UNTIL_LOCAL_TIME', 'UNTIL_DATE', 'EVENT', 'SEGMENT'] as const
export const ACTION_KINDS = ['SEND', 'AWARD_POINTS', 'ISSUE_VOUCHER', 'ADD_TO_LIST', 'REMOVE_FROM_LIST', 'SET_ATTRIBUTE', 'WEBHOOK'] as const
export const REENTRIES = ['ONCE', 'AFTER_EXIT', 'PER_KEY'] as const

export type TriggerKind = (typeof TRIGGER_KINDS)[number]
export type WaitKind = (typeof WAIT_KINDS)[number]
export type ActionKind = (typeof ACTION_KINDS)[number]
export type Reentry = (typeof REENTRIES)[number]

export interface Span {
  days?: number
  hours?: number
  minutes?: number
}

export interface Trigger {
  kind: TriggerKind
  event_type?: string
  segment_code?: string
  cron?: string
  condition?: Json
}

export interface Wait {
  kind: WaitKind
  duration?: Span
  timeout?: Span
  time?: string
  weekdays?: number[]
  field?: string
  offset_days?: number
  event_type?: string
  segment_code?: string
  condition?: Json
}

export interface Action {
  kind: ActionKind
  points?: number
  reason?: string
  wallet_code?: string
  expires_after_days?: number
  pool_code?: string
  segment_code?: string
  name?: string
  value?: Json
  data?: Readonly<Record<string, Json>>
  message?: Readonly<Record<string, Json>>
}

export interface Way {
  branch: string
  rule: Json
}

export interface Position {
  x: number
  y: number
}

interface NodeBase {
  id: string
  label?: string
  position?: Position
}

export type JourneyNode = NodeBase &
  (
    | { type: 'START'; trigger: Trigger }
    | { type: 'CONDITION'; branches: Way[] }
    | { type: 'ACTION'; action: Action }
    | { type: 'WAIT'; wait: Wait }
    | { type: 'END'; is_goal?: boolean }
  )

export interface JourneyEdge {
  from: string
  branch?: string
  to: string
}

export interface Goal {
  event_type?: string
  segment_code?: string
  condition?: Json
}

export interface Definition {
  program_code: string
  name: Record<string, string>
  description?: Record<string, string>
  owner: string
  /** Where it is left out: ONCE. */
  reentry?: Reentry
  entry_key?: string
  goal?: Goal
  nodes: JourneyNode[]
  edges: JourneyEdge[]
}

export const NEXT = 'next'

/** The branches that must lead on, and those that may. */
export function branchesOf(node: JourneyNode): { needed: string[]; optional: string[] } {
  switch (node.type) {
    case 'START':
      return { needed: [NEXT], optional: [] }
    case 'CONDITION':
      return { needed: [...node.branches.map((way) => way.branch), 'else'], optional: [] }
    case 'ACTION':
      return { needed: [NEXT], optional: ['refused'] }
    case 'WAIT':
      return { needed: branchesOfWait(node.wait.kind), optional: [] }
    case 'END':
      return { needed: [], optional: [] }
  }
}

/** Where a branch of a node leads; null: nowhere. */
export function targetOf(definition: Definition, nodeId: string, branch: string): string | null {
  return definition.edges.find((edge) => edge.from === nodeId && branchOf(edge) === branch)?.to ?? null
}

export function branchOf(edge: JourneyEdge): string {
  return edge.branch ?? NEXT
}

export function nodeOf(definition: Definition, id: string | null): JourneyNode | null {
  return definition.nodes.find((node) => node.id === id) ?? null
}

/** The type of the event that lets members in, where one does. */
export function entryEventType(definition: Definition): string | null {
  const start = definition.nodes.find((node) => node.type === 'START')
  if (start?.type !== 'START') return null
  return start.trigger.kind === 'SEGMENT' ? 'segment.entered' : (start.trigger.event_type ?? null)
}

/** A document of the API as a definition. The API holds what it stored to this shape. */
export function asDefinition(document: unknown): Definition {
  return structuredClone(document) as Definition
}

function branchesOfWait(kind: WaitKind): string[] {
  if (kind === 'EVENT' || kind === 'SEGMENT') return ['arrived', 'timeout']
  return kind === 'UNTIL_DATE' ? [NEXT, 'missing'] : [NEXT]
}

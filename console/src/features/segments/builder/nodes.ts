// What the rule builder edits: groups and clauses, each with an id of its own. Not here: JSONLogic (read.ts, write.ts), moving things about (edit.ts).
import type { Json } from '@/features/segments/rule'

export type Join = 'and' | 'or'
export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>='
export type DayUnit = 'days' | 'weeks' | 'months' | 'years'
export type DatePart = 'year' | 'month' | 'day' | 'weekday'

/** A day counted from the day that the rule is asked about: −30 days is thirty days ago. */
export interface RelativeDay {
  count: number
  unit: DayUnit
}

export type Operand = string | number | RelativeDay

/** What is compared. */
export type Subject =
  | { kind: 'feature'; name: string }
  | { kind: 'days_since'; name: string }
  | { kind: 'date_part'; name: string; part: DatePart }
  | { kind: 'events'; measure: 'count' | 'sum' | 'last'; type: string; of: string | null; withinDays: number | null; where: Json | null }
  | { kind: 'bucket'; salt: string; of: number }

export type Clause =
  | { id: number; kind: 'compare'; subject: Subject; symbol: Comparator; value: Operand }
  | { id: number; kind: 'between'; subject: Subject; least: Operand; most: Operand }
  | { id: number; kind: 'one_of'; subject: Subject; values: (string | number)[] }
  | { id: number; kind: 'contains'; subject: Subject; text: string }
  | { id: number; kind: 'flag'; name: string; isSet: boolean }
  | { id: number; kind: 'known'; subject: Subject; isKnown: boolean }
  | { id: number; kind: 'consent'; channel: string; isGiven: boolean }
  | { id: number; kind: 'segment'; code: string; isIn: boolean }
  /** What the builder has no form for, as it is written. */
  | { id: number; kind: 'raw'; json: Json }

export interface Group {
  id: number
  kind: 'group'
  join: Join
  /** The contrary of the group. */
  isNot: boolean
  parts: RuleNode[]
}

export type RuleNode = Group | Clause

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
/** A clause that has no place in a tree yet. */
export type NewClause = WithoutId<Clause>

let lastId = 0

/** An id that no other node of this page has. */
export function newId(): number {
  lastId += 1
  return lastId
}

export function aGroup(join: Join, parts: RuleNode[], isNot = false): Group {
  return { id: newId(), kind: 'group', join, isNot, parts }
}

export function aClause(clause: NewClause): Clause {
  return { ...clause, id: newId() } as Clause
}

export function isRelative(operand: Operand): operand is RelativeDay {
  return typeof operand === 'object'
}

// A JSONLogic condition over nested facts ⇄ clauses that a form can edit. Nothing is dropped: what has no form becomes `raw`. Pure. Not here: the form, nor whether a condition is valid (the API).

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type Operator = 'is' | 'is_not' | 'at_least' | 'above' | 'at_most' | 'below' | 'between' | 'one_of' | 'known' | 'unknown'
export type Value = string | number | boolean
/** How many of the clauses must hold. */
export type Join = 'all' | 'any' | 'not_all' | 'none'
/** How many of the order's lines must be such. */
export type Quantifier = 'some' | 'all' | 'none'
/** What is added up over lines; `lines` counts them. */
export type Measure = 'amount_minor' | 'quantity' | 'lines'

export type Clause =
  | { kind: 'fact'; path: string; operator: Operator; values: readonly Value[] }
  | { kind: 'segment'; code: string; isIn: boolean }
  | { kind: 'lines'; which: Quantifier; of: Condition }
  | { kind: 'total'; measure: Measure; of: Condition; operator: Operator; values: readonly Value[] }
  | { kind: 'group'; of: Condition }
  /** What has no form, as it is written. */
  | { kind: 'raw'; json: Json }

export interface Condition {
  join: Join
  clauses: readonly Clause[]
}

type Compared = Extract<Clause, { operator: Operator }>

const SIGNS: Partial<Record<Operator, string>> = { is: '==', is_not: '!=', at_least: '>=', above: '>', at_most: '<=', below: '<' }
const OPERATORS: Readonly<Record<string, Operator>> = { '==': 'is', '===': 'is', '!=': 'is_not', '!==': 'is_not', '>=': 'at_least', '>': 'above', '<=': 'at_most', '<': 'below' }
const MIRRORED: Partial<Record<Operator, Operator>> = { is: 'is', is_not: 'is_not', at_least: 'at_most', above: 'below', at_most: 'at_least', below: 'above' }
const NEGATED: Readonly<Record<Join, Join>> = { all: 'not_all', any: 'none', not_all: 'all', none: 'any' }
const LINES: Json = { var: 'lines' }

/** No condition: it always holds. */
export const NO_CONDITION: Condition = { join: 'all', clauses: [] }

/** The condition as clauses; no condition is the empty list. */
export function readCondition(json: Json | undefined): Condition {
  if (json === null || json === undefined) return NO_CONDITION
  const clause = readClause(json)
  return clause.kind === 'group' ? clause.of : { join: 'all', clauses: [clause] }
}

/** The condition as JSONLogic; null: none is asked for. */
export function writeCondition(condition: Condition): Json {
  const [only, ...others] = condition.clauses
  if (!only) return null
  return others.length === 0 && condition.join === 'all' && only.kind !== 'group' ? writeClause(only) : writeGroup(condition)
}

/** Whether some of it can be shown only as it is written. */
export function hasRaw({ clauses }: Condition): boolean {
  return clauses.some((one) => one.kind === 'raw' || ('of' in one && hasRaw(one.of)))
}

function readClause(json: Json): Clause {
  const raw: Clause = { kind: 'raw', json }
  const call = callOf(json)
  if (!call) return raw
  const { name, args } = call
  const [first = null, second = null] = args
  switch (name) {
    case 'and':
    case 'or':
      return args.length === 0 ? raw : { kind: 'group', of: { join: name === 'and' ? 'all' : 'any', clauses: args.map(readClause) } }
    case '!':
      return args.length === 1 ? negated(readClause(first)) : raw
    case 'in_segment':
      return args.length === 1 && typeof first === 'string' ? { kind: 'segment', code: first, isIn: true } : raw
    case 'in':
      return readIn(args) ?? raw
    case 'some':
    case 'all':
    case 'none':
      return args.length === 2 && pathOf(first) === 'lines' ? { kind: 'lines', which: name, of: readLines(second) } : raw
    default:
      return readComparison(name, args) ?? raw
  }
}

function negated(clause: Clause): Clause {
  if (clause.kind === 'segment') return { ...clause, isIn: !clause.isIn }
  if (clause.kind === 'group') return { kind: 'group', of: { ...clause.of, join: NEGATED[clause.of.join] } }
  return { kind: 'group', of: { join: 'none', clauses: [clause] } }
}

function readIn(args: readonly Json[]): Clause | null {
  const [needle = null, among = null] = args
  if (args.length !== 2) return null
  const path = pathOf(needle)
  if (path !== null && Array.isArray(among) && among.every(isValue)) return { kind: 'fact', path, operator: 'one_of', values: among }
  return typeof needle === 'string' && pathOf(among) === 'segments' ? { kind: 'segment', code: needle, isIn: true } : null
}

function readComparison(name: string, args: readonly Json[]): Clause | null {
  const operator = OPERATORS[name]
  const [left = null, right = null, last = null] = args
  if (operator === undefined) return null
  if (args.length === 3) return operator === 'at_most' && isValue(left) && isValue(last) ? compared(right, 'between', [left, last]) : null
  if (args.length !== 2) return null
  if (right === null) return operator === 'is' ? compared(left, 'unknown', []) : operator === 'is_not' ? compared(left, 'known', []) : null
  if (isValue(right)) return compared(left, operator, [right])
  const mirrored = MIRRORED[operator]
  return isValue(left) && mirrored !== undefined ? compared(right, mirrored, [left]) : null
}

function compared(subject: Json, operator: Operator, values: readonly Value[]): Clause | null {
  const path = pathOf(subject)
  if (path !== null) return { kind: 'fact', path, operator, values }
  const total = readTotal(subject)
  return total && values.every((one) => typeof one === 'number') && values.length > 0 ? { kind: 'total', ...total, operator, values } : null
}

// Adding up is `reduce` over the lines, or over those that a `filter` leaves.
function readTotal(json: Json): { measure: Measure; of: Condition } | null {
  const call = callOf(json)
  const [over = null, step = null, start = null] = call?.args ?? []
  if (call?.name !== 'reduce' || call.args.length !== 3 || start !== 0) return null
  const filter = callOf(over)
  const of = pathOf(over) === 'lines' ? NO_CONDITION : filter?.name === 'filter' && filter.args.length === 2 && pathOf(filter.args[0] ?? null) === 'lines' ? readLines(filter.args[1] ?? null) : null
  const measure = (['amount_minor', 'quantity', 'lines'] as const).find((one) => JSON.stringify(stepOf(one)) === JSON.stringify(step))
  return of && measure !== undefined ? { measure, of } : null
}

function readLines(json: Json): Condition {
  return json === true ? NO_CONDITION : readCondition(json)
}

function writeClause(clause: Clause): Json {
  switch (clause.kind) {
    case 'segment':
      return clause.isIn ? { in_segment: [clause.code] } : { '!': { in_segment: [clause.code] } }
    case 'lines':
      return { [clause.which]: [LINES, writeCondition(clause.of) ?? true] }
    case 'group':
      return writeGroup(clause.of)
    case 'raw':
      return clause.json
    case 'total': {
      const of = writeCondition(clause.of)
      return writeCompared(clause, { reduce: [of === null ? LINES : { filter: [LINES, of] }, stepOf(clause.measure), 0] })
    }
    case 'fact':
      return writeCompared(clause, { var: clause.path })
  }
}

// A group says how it is joined even where it has one clause, so that it stays a group.
function writeGroup({ join, clauses }: Condition): Json {
  const joined: Json = { [join === 'all' || join === 'not_all' ? 'and' : 'or']: clauses.map(writeClause) }
  return join === 'all' || join === 'any' ? joined : { '!': [joined] }
}

function writeCompared({ operator, values }: Compared, subject: Json): Json {
  if (operator === 'one_of') return { in: [subject, values] }
  if (operator === 'known') return { '!=': [subject, null] }
  if (operator === 'unknown') return { '==': [subject, null] }
  if (operator === 'between') return { '<=': [values[0] ?? 0, subject, values[1] ?? 0] }
  return { [SIGNS[operator] ?? '==']: [subject, values[0] ?? null] }
}

function stepOf(measure: Measure): Json {
  return { '+': [{ var: 'accumulator' }, measure === 'lines' ? 1 : { var: `current.${measure}` }] }
}

function pathOf(json: Json): string | null {
  const call = callOf(json)
  return call?.name === 'var' && call.args.length === 1 && typeof call.args[0] === 'string' ? call.args[0] : null
}

function callOf(json: Json): { name: string; args: readonly Json[] } | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const [entry, ...others] = Object.entries(json as Record<string, Json>)
  if (!entry || others.length > 0) return null
  const [name, given] = entry
  return { name, args: Array.isArray(given) ? (given as readonly Json[]) : [given] }
}

function isValue(json: Json): json is Value {
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
}

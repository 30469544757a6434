// A JSONLogic condition over nested facts ⇄ a list of clauses that a form can edit. Pure. Not here: the form, nor whether a condition is valid (the API).

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type Operator = 'is' | 'is_not' | 'at_least' | 'above' | 'at_most' | 'below' | 'one_of' | 'known' | 'unknown'
export type Value = string | number | boolean

export type Clause =
  | { kind: 'fact'; path: string; operator: Operator; values: Value[] }
  | { kind: 'segment'; code: string; isIn: boolean }

export interface Condition {
  join: 'and' | 'or'
  clauses: Clause[]
}

const SIGNS: Partial<Record<Operator, string>> = { is: '==', is_not: '!=', at_least: '>=', above: '>', at_most: '<=', below: '<' }
const OPERATORS: Readonly<Record<string, Operator>> = { '==': 'is', '===': 'is', '!=': 'is_not', '!==': 'is_not', '>=': 'at_least', '>': 'above', '<=': 'at_most', '<': 'below' }

/** The condition as a list; null: it says more than a list can, and is edited as it is written. No condition is the empty list. */
export function readCondition(json: Json | undefined): Condition | null {
  if (json === null || json === undefined) return { join: 'and', clauses: [] }
  const call = callOf(json)
  if (call && (call.name === 'and' || call.name === 'or')) {
    const clauses = call.args.map(readClause)
    return clauses.every((one) => one !== null) ? { join: call.name, clauses } : null
  }
  const clause = readClause(json)
  return clause && { join: 'and', clauses: [clause] }
}

/** The condition as JSONLogic; null: none is asked for. */
export function writeCondition({ join, clauses }: Condition): Json {
  const written = clauses.map(writeClause)
  if (written.length === 0) return null
  return written.length === 1 ? (written[0] ?? null) : { [join]: written }
}

function readClause(json: Json): Clause | null {
  const call = callOf(json)
  if (!call) return null
  if (call.name === 'in_segment') return segment(call.args, true)
  if (call.name === '!') {
    const inner = callOf(call.args[0] ?? null)
    return inner?.name === 'in_segment' ? segment(inner.args, false) : null
  }
  const [left = null, right = null] = call.args
  const path = pathOf(left)
  if (path === null || call.args.length !== 2) return null
  if (call.name === 'in') return Array.isArray(right) && right.every(isValue) ? { kind: 'fact', path, operator: 'one_of', values: right } : null
  const operator = OPERATORS[call.name]
  if (operator === undefined) return null
  if (right === null) return operator === 'is' || operator === 'is_not' ? { kind: 'fact', path, operator: operator === 'is' ? 'unknown' : 'known', values: [] } : null
  return isValue(right) ? { kind: 'fact', path, operator, values: [right] } : null
}

function writeClause(clause: Clause): Json {
  if (clause.kind === 'segment') {
    const asked = { in_segment: [clause.code] }
    return clause.isIn ? asked : { '!': asked }
  }
  const fact = { var: clause.path }
  if (clause.operator === 'one_of') return { in: [fact, clause.values] }
  if (clause.operator === 'known') return { '!=': [fact, null] }
  if (clause.operator === 'unknown') return { '==': [fact, null] }
  return { [SIGNS[clause.operator] ?? '==']: [fact, clause.values[0] ?? null] }
}

function segment(args: readonly Json[], isIn: boolean): Clause | null {
  return args.length === 1 && typeof args[0] === 'string' ? { kind: 'segment', code: args[0], isIn } : null
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

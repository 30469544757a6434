// A JSONLogic rule → clauses that can be said in words. Pure. Not here: the words (RuleWords.vue with locales/), nor whether a rule is valid (the API).

/** JSONLogic as it arrives. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [operator: string]: Json }

export type Comparison = 'is' | 'is_not' | 'below' | 'at_most' | 'above' | 'at_least' | 'one_of' | 'between'

/** In what unit a field's values are shown; told by its name's ending, which is the same from staging to screen. */
export type Unit = 'money' | 'share' | 'days' | 'date' | 'plain'

export type Clause =
  | { kind: 'all' | 'any'; clauses: Clause[] }
  | { kind: 'not'; clause: Clause }
  | { kind: 'test'; field: string; comparison: Comparison; values: (string | number)[]; unit: Unit }
  | { kind: 'flag'; field: string; isSet: boolean }
  | { kind: 'known'; field: string; isKnown: boolean }
  /** Something the words cannot say; shown as it is written. */
  | { kind: 'raw'; json: string }

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': 'is',
  '===': 'is',
  '!=': 'is_not',
  '!==': 'is_not',
  '<': 'below',
  '<=': 'at_most',
  '>': 'above',
  '>=': 'at_least',
}

// The same comparison read from the other side: 3 < x is x > 3.
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** The rule as a tree of clauses; nothing is dropped: what has no words becomes `raw`. */
export function clausesOf(rule: Json): Clause {
  const call = callOf(rule)
  if (!call) return raw(rule)
  const { operator, args } = call
  if (operator === 'and' || operator === 'or') return group(operator === 'and' ? 'all' : 'any', args)
  if (operator === '!') return negated(args[0] ?? null)
  if (operator === '!!') return flag(args[0] ?? null, true) ?? raw(rule)
  if (operator === 'var') return flag(rule, true) ?? raw(rule)
  if (operator === 'missing' && typeof args[0] === 'string') return { kind: 'known', field: args[0], isKnown: false }
  return comparison(operator, args) ?? raw(rule)
}

/** The unit of a field by its name. */
export function unitOf(field: string): Unit {
  if (field.includes('_minor')) return 'money'
  if (/_(share|probability)(_|$)/.test(field) || /^share_/.test(field)) return 'share'
  if (/_days(_|$)/.test(field)) return 'days'
  return field.endsWith('_on') ? 'date' : 'plain'
}

function group(kind: 'all' | 'any', args: readonly Json[]): Clause {
  const clauses = args.map(clausesOf)
  return clauses.length === 1 && clauses[0] ? clauses[0] : { kind, clauses }
}

function negated(inner: Json): Clause {
  const clause = clausesOf(inner)
  if (clause.kind === 'flag') return { ...clause, isSet: !clause.isSet }
  if (clause.kind === 'known') return { ...clause, isKnown: !clause.isKnown }
  return { kind: 'not', clause }
}

function comparison(operator: string, args: readonly Json[]): Clause | null {
  const [left = null, middle = null, right = null] = args
  if (operator === 'in') return oneOf(left, middle)
  if (args.length === 3 && (operator === '<=' || operator === '<')) return between(operator, left, middle, right)
  return sides(operator, left, middle)
}

function sides(operator: string, left: Json, right: Json): Clause | null {
  const leftField = fieldOf(left)
  if (leftField === null) {
    const mirrored = MIRRORED[operator] ?? operator
    return fieldOf(right) === null ? null : sides(mirrored, right, left)
  }
  const said = COMPARISONS[operator]
  if (said === undefined) return null
  if (right === null) return said === 'is' || said === 'is_not' ? { kind: 'known', field: leftField, isKnown: said === 'is_not' } : null
  if (typeof right === 'boolean') return said === 'is' || said === 'is_not' ? { kind: 'flag', field: leftField, isSet: (said === 'is') === right } : null
  return isValue(right) ? test(leftField, said, [right]) : null
}

function between(operator: string, least: Json, middle: Json, most: Json): Clause | null {
  const field = fieldOf(middle)
  if (field === null || !isValue(least) || !isValue(most)) return null
  if (operator === '<=') return test(field, 'between', [least, most])
  return { kind: 'all', clauses: [test(field, 'above', [least]), test(field, 'below', [most])] }
}

function oneOf(needle: Json, among: Json): Clause | null {
  const field = fieldOf(needle)
  return field !== null && Array.isArray(among) && among.every(isValue) ? test(field, 'one_of', among as (string | number)[]) : null
}

function test(field: string, said: Comparison, values: (string | number)[]): Clause {
  return { kind: 'test', field, comparison: said, values, unit: unitOf(field) }
}

function flag(inner: Json, isSet: boolean): Clause | null {
  const field = fieldOf(inner)
  return field === null ? null : { kind: 'flag', field, isSet }
}

function fieldOf(json: Json): string | null {
  const call = callOf(json)
  // A `var` with a default of its own cannot be said as a plain field.
  return call?.operator === 'var' && call.args.length === 1 && typeof call.args[0] === 'string' ? call.args[0] : null
}

/** The one operator of a JSONLogic node with its arguments; null for a literal. */
export function callOf(json: Json): { operator: string; args: readonly Json[] } | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const [entry, ...others] = Object.entries(json as Record<string, Json>)
  if (!entry || others.length > 0) return null
  const [operator, given] = entry
  return { operator, args: Array.isArray(given) ? (given as readonly Json[]) : [given] }
}

function isValue(json: Json): json is string | number {
  return typeof json === 'string' || typeof json === 'number'
}

function raw(json: Json): Clause {
  return { kind: 'raw', json: JSON.stringify(json) }
}

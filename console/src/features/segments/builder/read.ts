// JSONLogic → the tree that the builder edits. Nothing is dropped and nothing changes its meaning: what has no form becomes `raw`.
import { aClause, aGroup, type Clause, type Comparator, type DatePart, type DayUnit, type Group, type NewClause, type Operand, type RuleNode, type Subject } from '@/features/segments/builder/nodes'
import { callOf, type Json } from '@/features/segments/rule'

export type Kind = 'integer' | 'number' | 'text' | 'boolean' | 'date'
/** The kind of a feature by its name; null for one that is not known. */
export type KindOf = (name: string) => Kind | null

const COMPARATORS: Readonly<Record<string, Comparator>> = { '==': '==', '===': '==', '!=': '!=', '!==': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }
const MIRRORED: Readonly<Record<Comparator, Comparator>> = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
const DAY_UNITS: readonly string[] = ['days', 'weeks', 'months', 'years']
const DATE_PARTS: readonly string[] = ['year', 'month', 'day', 'weekday']
const MEASURES: readonly string[] = ['count', 'sum', 'last']

/** The rule as a group at the top, whatever it is. */
export function readRule(rule: Json, kindOf: KindOf): Group {
  const node = readNode(rule, kindOf)
  return node.kind === 'group' ? node : aGroup('and', [node])
}

/** Whether a browser can hold every number of the rule exactly; otherwise saving it would change it. */
export function holdsExactly(rule: Json): boolean {
  if (typeof rule === 'number') return !Number.isInteger(rule) || Number.isSafeInteger(rule)
  if (typeof rule !== 'object' || rule === null) return true
  return Object.values(rule).every((part: Json) => holdsExactly(part))
}

function readNode(rule: Json, kindOf: KindOf): RuleNode {
  const call = callOf(rule)
  if (!call) return raw(rule)
  const { operator, args } = call
  if ((operator === 'and' || operator === 'or') && args.length > 0) return aGroup(operator, args.map((part) => readNode(part, kindOf)))
  const [first = null] = args
  if (operator === '!' && args.length === 1) return contrary(readNode(first, kindOf))
  // Twice the truth of something is its truth.
  if (operator === '!!' && args.length === 1) {
    const inner = readNode(first, kindOf)
    return inner.kind === 'raw' ? raw(rule) : inner
  }
  const clause = readClause(operator, args, rule, kindOf)
  if (clause === null) return raw(rule)
  return clause.kind === 'both' ? aGroup('and', clause.parts.map(aClause)) : clause.kind === 'contrary' ? aGroup('and', [aClause(clause.part)], true) : aClause(clause)
}

function contrary(node: RuleNode): RuleNode {
  if (node.kind === 'consent') return { ...node, isGiven: !node.isGiven }
  if (node.kind === 'segment') return { ...node, isIn: !node.isIn }
  if (node.kind === 'known') return { ...node, isKnown: !node.isKnown }
  if (node.kind === 'group') {
    const [only, ...others] = node.parts
    return only && others.length === 0 && !node.isNot ? contrary(only) : { ...node, isNot: !node.isNot }
  }
  return aGroup('and', [node], true)
}

type Found = NewClause | { kind: 'both'; parts: NewClause[] } | { kind: 'contrary'; part: NewClause }

function readClause(operator: string, args: readonly Json[], rule: Json, kindOf: KindOf): Found | null {
  const [first = null, second = null] = args
  switch (operator) {
    case 'var': {
      const name = nameOf(rule)
      return name !== null && kindOf(name) === 'boolean' ? { kind: 'flag', name, isSet: true } : null
    }
    case 'consent':
      return typeof first === 'string' && args.length === 1 ? { kind: 'consent', channel: first, isGiven: true } : null
    case 'in_segment':
      return typeof first === 'string' && args.length === 1 ? { kind: 'segment', code: first, isIn: true } : null
    case 'missing':
      return missing(args, kindOf)
    case 'in':
      return args.length === 2 ? among(first, second, kindOf) : null
    default: {
      const symbol = COMPARATORS[operator]
      if (symbol === undefined) return null
      return args.length === 3 ? chained(symbol, args, kindOf) : args.length === 2 ? pair(symbol, first, second, kindOf) : null
    }
  }
}

// `missing` takes an empty text for missing too; a clause "is not known" does not.
function missing(args: readonly Json[], kindOf: KindOf): Found | null {
  const [name] = args
  if (args.length !== 1 || typeof name !== 'string') return null
  const kind = kindOf(name)
  return kind === null || kind === 'text' ? null : { kind: 'known', subject: { kind: 'feature', name }, isKnown: false }
}

function among(needle: Json, haystack: Json, kindOf: KindOf): Found | null {
  const subject = subjectOf(needle, kindOf)
  if (subject !== null && Array.isArray(haystack) && haystack.length > 0 && haystack.every(isScalar)) {
    return { kind: 'one_of', subject, values: [...(haystack as (string | number)[])] }
  }
  const text = subjectOf(haystack, kindOf)
  return typeof needle === 'string' && text !== null && kindOfSubject(text, kindOf) === 'text' ? { kind: 'contains', subject: text, text: needle } : null
}

function chained(symbol: Comparator, args: readonly Json[], kindOf: KindOf): Found | null {
  const [low, middle, high] = symbol === '<' || symbol === '<=' ? args : args.toReversed()
  const subject = subjectOf(middle ?? null, kindOf)
  if (subject === null || symbol === '==' || symbol === '!=') return null
  const least = operandOf(low ?? null)
  const most = operandOf(high ?? null)
  if (least === null || most === null) return null
  if (symbol === '<=' || symbol === '>=') return { kind: 'between', subject, least, most }
  return { kind: 'both', parts: [{ kind: 'compare', subject, symbol: '>', value: least }, { kind: 'compare', subject, symbol: '<', value: most }] }
}

function pair(symbol: Comparator, left: Json, right: Json, kindOf: KindOf): Found | null {
  const subject = subjectOf(left, kindOf)
  if (subject === null) return subjectOf(right, kindOf) === null ? null : pair(MIRRORED[symbol], right, left, kindOf)
  const isEquality = symbol === '==' || symbol === '!='
  if (right === null) return isEquality ? { kind: 'known', subject, isKnown: symbol === '!=' } : null
  if (typeof right === 'boolean') return truth(symbol, subject, right, kindOf)
  const value = operandOf(right)
  return value === null ? null : { kind: 'compare', subject, symbol, value }
}

// What is not known differs from true and from false: "is not true" is no "is false".
function truth(symbol: Comparator, subject: Subject, isTrue: boolean, kindOf: KindOf): Found | null {
  if (subject.kind !== 'feature' || kindOf(subject.name) !== 'boolean') return null
  const flag: NewClause = { kind: 'flag', name: subject.name, isSet: isTrue }
  return symbol === '==' ? flag : symbol === '!=' ? { kind: 'contrary', part: flag } : null
}

function subjectOf(json: Json, kindOf: KindOf): Subject | null {
  const name = nameOf(json)
  if (name !== null) return kindOf(name) === null ? null : { kind: 'feature', name }
  const call = callOf(json)
  if (!call) return null
  const { operator, args } = call
  const dated = nameOf(args[0] ?? null)
  if (operator === 'days_since' && args.length === 1 && dated !== null) return { kind: 'days_since', name: dated }
  if (operator === 'date_part' && dated !== null && typeof args[1] === 'string' && DATE_PARTS.includes(args[1])) {
    return { kind: 'date_part', name: dated, part: args[1] as DatePart }
  }
  if (operator === 'random_bucket' && typeof args[0] === 'string' && typeof args[1] === 'number') return { kind: 'bucket', salt: args[0], of: args[1] }
  return operator === 'events' ? eventsOf(args) : null
}

const EVENT_KEYS: readonly string[] = ['type', 'of', 'within_days', 'where']

function eventsOf(args: readonly Json[]): Subject | null {
  const [measure, asked] = args
  if (typeof measure !== 'string' || !MEASURES.includes(measure) || typeof asked !== 'object' || asked === null || Array.isArray(asked)) return null
  const { type, of = null, within_days: within = null, where = null, ...others } = asked as Record<string, Json>
  if (typeof type !== 'string' || Object.keys(others).some((key) => !EVENT_KEYS.includes(key))) return null
  if ((of !== null && typeof of !== 'string') || (within !== null && typeof within !== 'number')) return null
  return { kind: 'events', measure: measure as 'count' | 'sum' | 'last', type, of, withinDays: within, where }
}

function kindOfSubject(subject: Subject, kindOf: KindOf): Kind | null {
  if (subject.kind === 'feature') return kindOf(subject.name)
  return subject.kind === 'events' && subject.measure === 'last' ? 'date' : 'integer'
}

function operandOf(json: Json): Operand | null {
  if (isScalar(json)) return json
  const call = callOf(json)
  if (call?.operator === 'today') return { count: 0, unit: 'days' }
  if (call?.operator !== 'date_add') return null
  const [day, count, unit] = call.args
  const isToday = callOf(day ?? null)?.operator === 'today'
  return isToday && typeof count === 'number' && typeof unit === 'string' && DAY_UNITS.includes(unit) ? { count, unit: unit as DayUnit } : null
}

// A `var` with a default of its own is no plain feature.
function nameOf(json: Json): string | null {
  const call = callOf(json)
  return call?.operator === 'var' && call.args.length === 1 && typeof call.args[0] === 'string' ? call.args[0] : null
}

function isScalar(json: Json): json is string | number {
  return typeof json === 'string' || typeof json === 'number'
}

function raw(json: Json): Clause {
  return aClause({ kind: 'raw', json })
}

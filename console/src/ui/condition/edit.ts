// Changes to the clauses of one list: each gives a new list and leaves the old one as it was. Pure. Not here: what clauses say (lib/condition.ts).
import type { Clause, Condition, Measure, Quantifier } from '@/lib/condition'
import { blankFact, factAt, ofLine, type Vocabulary } from '@/ui/condition/facts'

/** What a clause can be about beside a known fact. */
export const SEGMENT = '?segment'
export const OTHER = '?other'
export const QUANTIFIERS: readonly Quantifier[] = ['some', 'all', 'none']
export const MEASURES: readonly Measure[] = ['amount_minor', 'quantity', 'lines']

/** A clause to begin with: about the first fact that there is. */
export function blankClause(about: Vocabulary): Clause {
  const first = about.facts[0]?.facts[0]
  return first ? blankFact(first) : { kind: 'fact', path: about.otherPath, operator: 'is', values: [''] }
}

/** Which choice of `clauseAbout` the clause is; null: it has none. */
export function aboutOf(clause: Clause, about: Vocabulary): string | null {
  switch (clause.kind) {
    case 'segment':
      return SEGMENT
    case 'lines':
      return '?lines'
    case 'total':
      return `?total.${clause.measure}`
    case 'fact':
      return about.facts.some((group) => group.facts.some((fact) => fact.path === clause.path)) ? clause.path : OTHER
    default:
      return null
  }
}

/** A clause about something else, with what of the old one fits: its condition over the lines. */
export function clauseAbout(chosen: string, before: Clause, about: Vocabulary): Clause {
  const of: Condition = 'of' in before && before.kind !== 'group' ? before.of : { join: 'all', clauses: about.lines ? [blankClause(ofLine(about))] : [] }
  if (chosen === SEGMENT) return { kind: 'segment', code: about.segments[0]?.value ?? '', isIn: true }
  if (chosen === OTHER) return { kind: 'fact', path: about.otherPath, operator: 'is', values: [''] }
  if (chosen === '?lines') return { kind: 'lines', which: 'some', of }
  const measure = MEASURES.find((one) => chosen === `?total.${one}`)
  if (measure === undefined) return blankFact(factAt(about.facts, chosen))
  return { kind: 'total', measure, of, operator: 'at_least', values: [before.kind === 'total' && before.measure === measure ? (before.values[0] ?? 1) : (about.lines?.totals[measure].money?.minorUnits ?? 1)] }
}

export function withClause(condition: Condition, at: number, clause: Clause): Condition {
  return { ...condition, clauses: condition.clauses.map((one, place) => (place === at ? clause : one)) }
}

/** With one clause more, at a place or at the end. */
export function withNewClause(condition: Condition, clause: Clause, at = condition.clauses.length): Condition {
  return { ...condition, clauses: [...condition.clauses.slice(0, at), clause, ...condition.clauses.slice(at)] }
}

/** Without the clause; a group that it leaves empty goes with it. */
export function withoutClause(condition: Condition, at: number): Condition {
  return { ...condition, clauses: condition.clauses.filter((_, place) => place !== at) }
}

/** With the clause moved to another place of the list. */
export function withMoved(condition: Condition, from: number, to: number): Condition {
  const clause = condition.clauses[from]
  if (!clause || to < 0 || to >= condition.clauses.length) return condition
  return withNewClause(withoutClause(condition, from), clause, to)
}

/** With the clause put into the group that stands next to it, or into a group of its own where there is none. */
export function withMovedIn(condition: Condition, at: number): Condition {
  const clause = condition.clauses[at]
  const before = condition.clauses[at - 1]
  if (!clause) return condition
  if (before?.kind !== 'group') return withClause(condition, at, { kind: 'group', of: { join: condition.join === 'any' ? 'all' : 'any', clauses: [clause] } })
  return withoutClause(withClause(condition, at - 1, { kind: 'group', of: withNewClause(before.of, clause) }), at)
}

/** With a clause of the group at `at` taken out of it, to stand behind it; a group that is left empty goes. */
export function withMovedOut(condition: Condition, at: number, inner: number): Condition {
  const group = condition.clauses[at]
  const clause = group?.kind === 'group' ? group.of.clauses[inner] : undefined
  if (group?.kind !== 'group' || !clause) return condition
  const left = withoutClause(group.of, inner)
  return left.clauses.length === 0 ? withClause(condition, at, clause) : withNewClause(withClause(condition, at, { kind: 'group', of: left }), clause, at + 1)
}

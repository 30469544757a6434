// What two rules say differently, told in whole clauses. Pure.
import { type Clause, clausesOf, type Json } from '@/features/segments/rule'

export interface RuleDifference {
  /** Clauses of the first rule that the second does not have. */
  removed: Clause[]
  added: Clause[]
}

/** The clauses at the top that only one of them has. Where the rules are joined otherwise, each is one clause. */
export function ruleDifference(before: Json, after: Json): RuleDifference {
  const [first, second] = [clausesOf(before), clausesOf(after)]
  if (joinOf(first) !== joinOf(second)) return { removed: [first], added: [second] }
  return { removed: without(partsOf(first), partsOf(second)), added: without(partsOf(second), partsOf(first)) }
}

// A single clause is an "all of" with one part.
function joinOf(clause: Clause): 'all' | 'any' {
  return clause.kind === 'any' ? 'any' : 'all'
}

function partsOf(clause: Clause): Clause[] {
  return clause.kind === 'all' || clause.kind === 'any' ? clause.clauses : [clause]
}

function without(own: readonly Clause[], others: readonly Clause[]): Clause[] {
  const known = new Set(others.map((one) => JSON.stringify(one)))
  return own.filter((one) => !known.has(JSON.stringify(one)))
}

// A condition in a few words, for where there is no room for a form. Not here: editing it (ConditionEditor.vue).
import { type Clause, type Json, readCondition } from '@/lib/condition'
import { factAt, type FactGroup } from '@/ui/condition/facts'

export type Say = (key: string, named?: Record<string, unknown>) => string

/** The condition in words; one that a list cannot say, as it is written. Empty: there is none. */
export function conditionWords(json: Json | undefined, facts: readonly FactGroup[], say: Say): string {
  const condition = readCondition(json)
  if (!condition) return JSON.stringify(json)
  return condition.clauses.map((clause) => clauseWords(clause, facts, say)).join(` ${say(`condition.${condition.join}`)} `)
}

function clauseWords(clause: Clause, facts: readonly FactGroup[], say: Say): string {
  if (clause.kind === 'segment') return say(clause.isIn ? 'condition.words_in' : 'condition.words_out', { segment: clause.code })
  const fact = factAt(facts, clause.path)
  return [fact.label, say(`condition.operator.${clause.operator}`), clause.values.map(String).join(', ')].filter((word) => word !== '').join(' ')
}

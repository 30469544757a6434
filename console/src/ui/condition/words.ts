// A condition in a few words, for where there is no room for a form, and to read aloud what a form says. Not here: editing it (ConditionEditor.vue).
import { type Clause, type Condition, type Json, readCondition, type Value } from '@/lib/condition'
import { type Fact, factAt, type FactGroup, type LineVocabulary } from '@/ui/condition/facts'

export type Say = (key: string, named?: Record<string, unknown>) => string

export interface Spoken {
  facts: readonly FactGroup[]
  say: Say
  lines?: LineVocabulary | undefined
  /** The name of a segment; left out: its code. */
  segment?: (code: string) => string
}

/** The condition in words; what no words are for, as it is written. Empty: there is none. */
export function conditionWords(json: Json | undefined, facts: readonly FactGroup[], say: Say, lines?: LineVocabulary): string {
  return spoken(readCondition(json), { facts, say, lines })
}

/** The condition in words, at any depth; groups within it stand in brackets. */
export function spoken(condition: Condition, tools: Spoken): string {
  const { join, clauses } = condition
  const parts = clauses.map((clause) => clauseWords(clause, tools))
  const joined = parts.join(` ${tools.say(join === 'all' || join === 'not_all' ? 'condition.and' : 'condition.or')} `)
  return join === 'all' || join === 'any' || parts.length === 0 ? joined : tools.say(`condition.words_${parts.length === 1 ? 'not' : join}`, { condition: joined })
}

function clauseWords(clause: Clause, tools: Spoken): string {
  const { say } = tools
  switch (clause.kind) {
    case 'segment':
      return say(clause.isIn ? 'condition.words_in' : 'condition.words_out', { segment: tools.segment?.(clause.code) ?? clause.code })
    case 'raw':
      return JSON.stringify(clause.json)
    case 'group':
      return clause.of.clauses.length === 1 && clause.of.join !== 'none' && clause.of.join !== 'not_all' ? spoken(clause.of, tools) : say('condition.words_group', { condition: spoken(clause.of, tools) })
    case 'lines': {
      const of = spoken(clause.of, lineTools(tools))
      return of === '' ? say(`condition.words_lines_bare.${clause.which}`) : say(`condition.words_lines.${clause.which}`, { condition: of })
    }
    case 'total': {
      const of = spoken(clause.of, lineTools(tools))
      const fact = tools.lines?.totals[clause.measure] ?? { path: clause.measure, label: clause.measure, kind: 'integer' as const }
      const subject = of === '' ? say(`condition.words_total_bare.${clause.measure}`) : say(`condition.words_total.${clause.measure}`, { condition: of })
      return comparison(subject, clause.operator, clause.values, fact, say)
    }
    case 'fact': {
      const fact = factAt(tools.facts, clause.path)
      return comparison(fact.label, clause.operator, clause.values, fact, say)
    }
  }
}

function comparison(subject: string, operator: string, values: readonly Value[], fact: Fact, say: Say): string {
  const shown = values.map((value) => fact.shown?.(value) ?? String(value))
  const said = operator === 'between' ? say('condition.words_between', { least: shown[0] ?? '', most: shown[1] ?? '' }) : shown.join(', ')
  return [subject, say(`condition.operator.${operator}`), said].filter((word) => word !== '').join(' ')
}

function lineTools({ say, lines }: Spoken): Spoken {
  return { facts: lines?.facts ?? [], say }
}

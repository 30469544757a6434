import { expect, it } from 'vitest'

import { type Clause, type Condition, readCondition } from '@/lib/condition'
import { aboutOf, blankClause, clauseAbout, withMoved, withMovedIn, withMovedOut, withNewClause, withoutClause } from '@/ui/condition/edit'
import { ofLine, type Vocabulary } from '@/ui/condition/facts'
import { conditionWords, spoken } from '@/ui/condition/words'

const MONEY = { money: { currencyCode: 'USD', minorUnits: 100 }, shown: (value: unknown) => `$${Number(value) / 100}` }
const TILL: Vocabulary = {
  facts: [{ key: 'event', facts: [{ path: 'order.spend_minor', label: 'Spend', kind: 'integer', ...MONEY }, { path: 'event.weekday', label: 'Weekday', kind: 'integer', choices: [{ value: 1, label: 'Monday' }], shown: () => 'Monday' }] }],
  segments: [{ value: 'vip', label: 'Best customers' }],
  lines: {
    facts: [{ key: 'line', facts: [{ path: 'category_code', label: 'Category', kind: 'text' }] }],
    totals: { amount_minor: { path: 'amount_minor', label: 'Spend on', kind: 'integer', ...MONEY }, quantity: { path: 'quantity', label: 'Pieces', kind: 'integer' }, lines: { path: 'lines', label: 'Lines', kind: 'integer' } },
  },
  otherPath: 'event.attributes.',
}
const [A, B, C] = ['a', 'b', 'c'].map((path): Clause => ({ kind: 'fact', path, operator: 'known', values: [] })) as [Clause, Clause, Clause]
const list = (...clauses: Clause[]): Condition => ({ join: 'all', clauses })
const group = (...clauses: Clause[]): Clause => ({ kind: 'group', of: { join: 'any', clauses } })
const say = (key: string, named: Record<string, unknown> = {}) => `${key.replace('condition.', '')}${Object.keys(named).length > 0 ? `<${Object.values(named).join('|')}>` : ''}`

it('begins a clause with a value that fits its fact', () => {
  expect(blankClause(TILL)).toEqual({ kind: 'fact', path: 'order.spend_minor', operator: 'at_least', values: [0] })
  expect(clauseAbout('event.weekday', A, TILL)).toEqual({ kind: 'fact', path: 'event.weekday', operator: 'is', values: [1] })
  expect(blankClause({ facts: [], segments: [], otherPath: 'event.attributes.' })).toMatchObject({ path: 'event.attributes.' })
  expect(blankClause(ofLine(TILL))).toMatchObject({ path: 'category_code' })
})

it('keeps which lines are meant when something else is asked of them', () => {
  const cheese = clauseAbout('?lines', A, TILL) as Extract<Clause, { kind: 'lines' }>
  const spent = clauseAbout('?total.amount_minor', { ...cheese, of: list(C) }, TILL)
  expect(spent).toEqual({ kind: 'total', measure: 'amount_minor', of: list(C), operator: 'at_least', values: [100] })
  expect([cheese, spent, A, clauseAbout('?segment', A, TILL)].map((one) => aboutOf(one, TILL))).toEqual(['?lines', '?total.amount_minor', '?other', '?segment'])
})

it('moves a clause up and down, into the group before it and out again', () => {
  expect(withMoved(list(A, B, C), 2, 0)).toEqual(list(C, A, B))
  expect(withMoved(list(A, B), 1, 2)).toEqual(list(A, B))
  expect(withMovedIn(list(group(A), B), 1)).toEqual(list(group(A, B)))
  expect(withMovedIn(list(A, B), 1)).toEqual(list(A, group(B)))
  expect(withMovedOut(list(group(A, B), C), 0, 0)).toEqual(list(group(B), A, C))
  expect(withMovedOut(list(group(A), C), 0, 0)).toEqual(list(A, C))
  expect(withNewClause(withoutClause(list(A, B), 0), C, 0)).toEqual(list(C, B))
})

it('reads aloud what is asked of lines, groups and what is denied', () => {
  const cheese = { '==': [{ var: 'category_code' }, 'CHEESE'] }
  const words = (json: Parameters<typeof readCondition>[0]) => conditionWords(json, TILL.facts, say, TILL.lines)
  expect(words({ some: [{ var: 'lines' }, cheese] })).toBe('words_lines.some<Category operator.is CHEESE>')
  expect(words({ '>=': [{ reduce: [{ filter: [{ var: 'lines' }, cheese] }, { '+': [{ var: 'accumulator' }, { var: 'current.amount_minor' }] }, 0] }, 2000] })).toBe('words_total.amount_minor<Category operator.is CHEESE> operator.at_least $20')
  expect(words({ and: [{ '>=': [{ var: 'order.spend_minor' }, 500] }, { or: [{ in_segment: ['vip'] }, { '==': [{ var: 'event.weekday' }, 1] }] }] })).toBe('Spend operator.at_least $5 and words_group<words_in<vip> or Weekday operator.is Monday>')
  expect(words({ '!': [{ or: [{ in_segment: ['vip'] }, { in_segment: ['new'] }] }] })).toBe('words_none<words_in<vip> or words_in<new>>')
  expect(words({ '<=': [500, { var: 'order.spend_minor' }, 900] })).toBe('Spend operator.between words_between<$5|$9>')
  expect(spoken(readCondition({ in_segment: ['vip'] }), { facts: [], say, segment: () => 'Best customers' })).toBe('words_in<Best customers>')
})

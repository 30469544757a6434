import { describe, expect, it } from 'vitest'

import { type Condition, hasRaw, type Json, readCondition, writeCondition } from '@/lib/condition'

const CHEESE: Json = { '==': [{ var: 'category_code' }, 'CHEESE'] }
const LINES: Json = { var: 'lines' }
const SPENT: Json = { '+': [{ var: 'accumulator' }, { var: 'current.amount_minor' }] }

const EDITABLE: Json[] = [
  { '>=': [{ var: 'points.available' }, 500] },
  { and: [{ '==': [{ var: 'member.attributes.city' }, 'Cairo'] }, { '!=': [{ var: 'tier.code' }, null] }] },
  { or: [{ in_segment: ['vip'] }, { '!': { in_segment: ['new-members'] } }, { in: [{ var: 'tier.code' }, ['GOLD', 'SILVER']] }] },
  { '==': [{ var: 'event.data.is_first' }, true] },
  { '<=': [9, { var: 'event.hour' }, 12] },
  { some: [LINES, CHEESE] },
  { none: [LINES, { or: [CHEESE, { '>': [{ var: 'amount_minor' }, 500] }] }] },
  { all: [LINES, true] },
  { and: [{ some: [LINES, CHEESE] }, { or: [{ in_segment: ['vip'] }, { '>=': [{ var: 'order.spend_minor' }, 2000] }] }] },
  { '>=': [{ reduce: [{ filter: [LINES, CHEESE] }, SPENT, 0] }, 2000] },
  { '<': [{ reduce: [LINES, { '+': [{ var: 'accumulator' }, 1] }, 0] }, 3] },
  { '!': [{ or: [CHEESE, { in_segment: ['vip'] }] }] },
  { and: [{ or: [CHEESE] }] },
]

it.each(EDITABLE)('gives back the condition it was read from, and has a form for all of it: %j', (json) => {
  const condition = readCondition(json)
  expect(hasRaw(condition)).toBe(false)
  expect(writeCondition(condition)).toEqual(json)
})

describe('what has no form', () => {
  it.each<Json>([
    { '>': [{ '+': [{ var: 'a' }, 1] }, 2] },
    { '==': [{ var: ['a', 0] }, 2] },
    true,
    { '>=': [{ reduce: [LINES, SPENT, 5] }, 2000] },
    { some: [{ var: 'event.attributes.gifts' }, CHEESE] },
    { and: [CHEESE, { '<': [1, { var: 'a' }, 3] }] },
    { and: [] },
  ])('stays as it is written, beside what has one: %j', (json) => {
    const condition = readCondition(json)
    expect(hasRaw(condition)).toBe(true)
    expect(writeCondition(condition)).toEqual(json)
  })
})

it('reads in other words what means the same', () => {
  expect(writeCondition(readCondition({ '<': [5, { var: 'order.line_count' }] }))).toEqual({ '>': [{ var: 'order.line_count' }, 5] })
  expect(writeCondition(readCondition({ in: ['vip', { var: 'segments' }] }))).toEqual({ in_segment: ['vip'] })
  expect(readCondition({ '!': CHEESE })).toMatchObject({ join: 'none', clauses: [{ kind: 'fact' }] })
  expect(readCondition({ '!': [{ '!': [{ and: [CHEESE] }] }] })).toMatchObject({ join: 'all', clauses: [{ kind: 'fact' }] })
})

it('keeps how clauses are joined while there is one of them', () => {
  const [clause] = readCondition(CHEESE).clauses
  for (const join of ['all', 'any', 'not_all', 'none'] as const) {
    const condition: Condition = { join, clauses: [clause!] }
    expect(readCondition(writeCondition(condition))).toEqual(condition)
  }
  const group: Condition = { join: 'all', clauses: [{ kind: 'group', of: { join: 'all', clauses: [clause!] } }] }
  expect(readCondition(writeCondition(group))).toEqual(group)
})

it('takes no condition for an empty list, and back', () => {
  expect(readCondition(null)).toEqual({ join: 'all', clauses: [] })
  expect(writeCondition({ join: 'any', clauses: [] })).toBeNull()
})

import { describe, expect, it } from 'vitest'

import { type Json, readCondition, writeCondition } from '@/lib/condition'

const EDITABLE: Json[] = [
  { '>=': [{ var: 'points.available' }, 500] },
  { and: [{ '==': [{ var: 'member.attributes.city' }, 'Cairo'] }, { '!=': [{ var: 'tier.code' }, null] }] },
  { or: [{ in_segment: ['vip'] }, { '!': { in_segment: ['new-members'] } }, { in: [{ var: 'tier.code' }, ['GOLD', 'SILVER']] }] },
  { '==': [{ var: 'event.data.is_first' }, true] },
]

it.each(EDITABLE)('gives back the condition it was read from: %j', (json) => {
  const condition = readCondition(json)
  expect(condition).not.toBeNull()
  expect(writeCondition(condition!)).toEqual(json)
})

describe('what a list cannot say', () => {
  it.each<Json>([{ and: [{ or: [{ in_segment: ['vip'] }, { in_segment: ['new'] }] }, { in_segment: ['x'] }] }, { '>': [{ '+': [{ var: 'a' }, 1] }, 2] }, { '==': [{ var: ['a', 0] }, 2] }, true])(
    'is left as it is written: %j',
    (json) => {
      expect(readCondition(json)).toBeNull()
    },
  )
})

it('takes no condition for an empty list, and back', () => {
  expect(readCondition(null)).toEqual({ join: 'and', clauses: [] })
  expect(writeCondition({ join: 'or', clauses: [] })).toBeNull()
})

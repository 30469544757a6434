import { expect, it } from 'vitest'

import { clausesOf, type Json, unitOf } from '@/features/segments/rule'

const recency = { var: 'recency_days' }

it('reads comparisons from either side alike', () => {
  const clause = { kind: 'test', field: 'recency_days', comparison: 'above', values: [30], unit: 'days' }
  expect(clausesOf({ '>': [recency, 30] })).toEqual(clause)
  expect(clausesOf({ '<': [30, recency] })).toEqual(clause)
})

it.each([
  [{ '<=': [7, recency, 30] }, { comparison: 'between', values: [7, 30] }],
  [{ in: [{ var: 'tier_code' }, ['GOLD', 'PLATINUM']] }, { field: 'tier_code', comparison: 'one_of', values: ['GOLD', 'PLATINUM'] }],
  [{ '===': [{ var: 'churn_band_code' }, 'HIGH'] }, { comparison: 'is', values: ['HIGH'] }],
])('says %j', (rule, said) => {
  expect(clausesOf(rule as Json)).toMatchObject({ kind: 'test', ...said })
})

it('says an open interval as two clauses', () => {
  expect(clausesOf({ '<': [7, recency, 30] })).toMatchObject({ kind: 'all', clauses: [{ comparison: 'above' }, { comparison: 'below' }] })
})

it('tells truths, their opposites, and what is not known', () => {
  const flag = { var: 'has_redeemed_coupon' }
  expect(clausesOf({ '==': [flag, true] })).toEqual({ kind: 'flag', field: 'has_redeemed_coupon', isSet: true })
  expect(clausesOf({ '!': [flag] })).toEqual({ kind: 'flag', field: 'has_redeemed_coupon', isSet: false })
  expect(clausesOf({ '!!': flag })).toMatchObject({ isSet: true })
  expect(clausesOf({ '==': [{ var: 'average_gap_days' }, null] })).toEqual({ kind: 'known', field: 'average_gap_days', isKnown: false })
  expect(clausesOf({ '!': { missing: ['average_gap_days'] } })).toEqual({ kind: 'known', field: 'average_gap_days', isKnown: true })
})

it('keeps groups, and drops those of one', () => {
  const one = { '>': [recency, 1] }
  expect(clausesOf({ and: [one, { or: [one, one] }] })).toMatchObject({ kind: 'all', clauses: [{ kind: 'test' }, { kind: 'any' }] })
  expect(clausesOf({ and: [one] })).toMatchObject({ kind: 'test' })
  expect(clausesOf({ '!': { or: [one, one] } })).toMatchObject({ kind: 'not', clause: { kind: 'any' } })
})

it.each<Json>([{ '>': [{ '+': [recency, 1] }, 3] }, { if: [true, 1, 2] }, { '==': [1, 1] }, { '>': [{ var: ['a', 0] }, 1] }, 'text'])(
  'drops nothing it has no words for: %j',
  (rule) => {
    expect(clausesOf(rule)).toEqual({ kind: 'raw', json: JSON.stringify(rule) })
  },
)

it.each([
  ['spend_minor_28d', 'money'],
  ['average_basket_minor', 'money'],
  ['share_grocery_84d', 'share'],
  ['private_label_share_84d', 'share'],
  ['churn_probability', 'share'],
  ['recency_days', 'days'],
  ['last_purchase_on', 'date'],
  ['purchase_count_28d', 'plain'],
])('knows that %s is shown as %s', (field, unit) => {
  expect(unitOf(field)).toBe(unit)
})

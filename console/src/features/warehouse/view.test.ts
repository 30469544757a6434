import { expect, it } from 'vitest'

import { warehouseView } from '@/features/warehouse/view'
import { theWarehouse } from '@tests/support/answers'

it('sorts the tables of the build by name', () => {
  expect(warehouseView(theWarehouse()).tables.map((table) => table.name)).toEqual(['marts.customer_profile', 'scores.churn'])
})

it.each([
  ['CLOSED', 'positive'],
  ['OPEN', 'negative'],
  ['HALF_OPEN', 'warning'],
] as const)('colours the breaker %s %s', (breaker, tone) => {
  expect(warehouseView(theWarehouse({ breaker })).breakerTone).toBe(tone)
})

it('knows a warehouse that nobody asks, and tells a damaged build from none', () => {
  const none = warehouseView(theWarehouse({ kind: null, breaker: null, build: null, build_reason: 'PUBLISHED_NOTHING' }))
  expect([none.kind, none.breaker, none.missingBuild]).toEqual(['none', 'none', 'none'])
  expect(warehouseView(theWarehouse({ build: null, build_reason: 'PUBLISHED_DAMAGED' })).missingBuild).toBe('damaged')
})

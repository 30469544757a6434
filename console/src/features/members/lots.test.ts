import { expect, it } from 'vitest'

import { lotRow } from '@/features/members/lots'
import { aLot } from '@tests/support/answers'

it('tells what became of each point of a lot', () => {
  const row = lotRow(aLot({ granted_points: 100, remaining_points: 30, held_points: 10, expired_points: 20 }))
  expect(row.remainingPoints + row.heldPoints + row.expiredPoints + row.spentPoints).toBe(100)
  expect([row.spentPoints, row.remainingShare, row.tone]).toEqual([40, 0.3, 'positive'])
})

it('puts the latest use first and says which way the points went', () => {
  const use = { posting_id: 'pst_1', type: 'SPENT_ON_REWARD', reference_kind: 'REDEMPTION', reference: 'r1', points: 40, held_points: 0, effective_at: '2017-10-01T00:00:00Z', recorded_at: '2017-10-01T00:00:00Z' }
  const row = lotRow(aLot({ uses: [use, { ...use, type: 'RETURNED', points: -40 }] }))
  expect(row.uses.map(({ type, points }) => [type, points])).toEqual([
    ['RETURNED', 40],
    ['SPENT_ON_REWARD', -40],
  ])
  expect(new Set(row.uses.map(({ id }) => id)).size).toBe(2)
})

it('shares nothing out of a lot of nothing', () => {
  expect(lotRow(aLot({ granted_points: 0, remaining_points: 0 })).remainingShare).toBe(0)
})

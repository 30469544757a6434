import { expect, it } from 'vitest'

import type { Campaign, Figures, Warehouse } from '@/features/home/queries'
import { flowOf, moversOf, periodOf, rangeOf, runningOf, tilesOf, waitingOf } from '@/features/home/view'
import { aSegment, theWarehouse } from '@tests/support/answers'

function theFigures(): Figures {
  const period = {
    first_on: '2017-10-25',
    last_on: '2017-10-31',
    issued_points: 150,
    spent_points: 30,
    expired_points: 0,
    liability_points: 140,
    purchase_count: 2,
    spend_minor: 15_000,
    member_count: 4,
    joined_count: 0,
    active_count: 1,
  }
  return {
    program_code: 'journey',
    currency_code: 'USD',
    period,
    before: { ...period, first_on: '2017-10-18', last_on: '2017-10-24', issued_points: 100, spent_points: 60, expired_points: 0, spend_minor: 0 },
    days: [{ on_date: '2017-10-31', issued_points: 100, spent_points: 20, expired_points: 5, purchase_count: 1, spend_minor: 1, liability_points: 140 }],
    counted_at: '2026-11-23T12:00:00Z',
  }
}

it.each([
  ['7', 7],
  ['364', 364],
  ['8', 28],
  [undefined, 28],
  [['7'], 28],
])('reads the range %j as %d', (asked, range) => {
  expect(rangeOf(asked)).toBe(range)
})

it('ends a range on the business date, and knows none before the date is known', () => {
  expect(periodOf(7, '2017-10-31')).toEqual({ first_on: '2017-10-25', last_on: '2017-10-31' })
  expect(periodOf(7, null)).toBeNull()
})

it('tells each figure with its change, and none where the period before came to nothing', () => {
  const tiles = Object.fromEntries(tilesOf(theFigures()).map((tile) => [tile.key, tile]))
  expect([tiles['issued']?.change, tiles['spent']?.change, tiles['expired']?.change, tiles['sales']?.change]).toEqual([0.5, -0.5, null, null])
  expect([tiles['active']?.share, tiles['spent']?.share, tiles['members']?.share]).toEqual([0.25, 0.2, null])
})

it('draws what went as spent and expired together', () => {
  expect(flowOf(theFigures())).toEqual([{ on: '2017-10-31', size: 140, entered: 100, left: 25 }])
})

it('puts the segment first that changed most for its size, and leaves out those that did not', () => {
  const moved = moversOf([
    aSegment({ code: 'still', change: 0 }),
    aSegment({ code: 'big', size: 1000, change: -50 }),
    aSegment({ code: 'small', size: 10, change: 4 }),
    aSegment({ code: 'new', size: null, change: null }),
  ])
  expect(moved.map(({ code }) => code)).toEqual(['small', 'big'])
})

it('tells of campaigns that run, wait or are paused', () => {
  const campaigns = ['DRAFT', 'ACTIVE', 'ARCHIVED', 'PAUSED'].map((status) => ({ status }) as Campaign)
  expect(runningOf(campaigns).map(({ status }) => status)).toEqual(['ACTIVE', 'PAUSED'])
})

it('puts first what is grave, and adds what the warehouse tells', () => {
  const waiting = waitingOf([{ code: 'REDEMPTIONS_WAITING', count: 3, since: null }], theWarehouse({ breaker: 'OPEN' }) as Warehouse)
  expect(waiting.map(({ code, to }) => [code, to])).toEqual([
    ['WAREHOUSE_AWAY', '/warehouse'],
    ['REDEMPTIONS_WAITING', null],
  ])
  expect(waitingOf([], theWarehouse({ build: null, build_reason: 'PUBLISHED_NOTHING' }) as Warehouse).map(({ code }) => code)).toEqual(['NOTHING_PUBLISHED'])
  expect(waitingOf([], undefined)).toEqual([])
})

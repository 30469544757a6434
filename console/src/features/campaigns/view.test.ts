import { describe, expect, it } from 'vitest'

import { calendarOf, cronHasDay, isDue, type Planned } from '@/features/campaigns/calendar'
import { emptyCampaign } from '@/features/campaigns/definition'
import type { Campaign, Preview, Results } from '@/features/campaigns/queries'
import { codeOf } from '@/lib/code'
import { intervalPlace, isMoving, lostBars, previewBars, shownCampaigns, stepsOf } from '@/features/campaigns/view'

function aPlan(code: string, segments: string[], cron = '0 10 * * MON'): Planned {
  return { code, name: code, status: 'ACTIVE', definition: { ...emptyCampaign('journey', code, 'marketing'), audience: { segments }, trigger: { kind: 'SCHEDULE', cron } } }
}

describe('the days of a cron expression', () => {
  it.each([
    ['0 10 * * MON', '2017-10-30', true],
    ['0 10 * * MON', '2017-10-31', false],
    ['0 9 1 * *', '2017-11-01', true],
    ['0 9 1 * *', '2017-11-02', false],
    ['0 9 * * 1-5', '2017-10-29', false],
    ['0 9 * * 7', '2017-10-29', true],
    ['0 9 */10 * *', '2017-10-21', true],
    ['0 9 */10 * *', '2017-10-20', false],
    ['0 9 15 * FRI', '2017-10-20', true],
    ['0 9 15 * FRI', '2017-10-15', true],
    ['0 9 * NOV *', '2017-10-31', false],
    ['nonsense', '2017-10-31', false],
  ])('%s ticks on %s: %s', (cron, on, ticks) => {
    expect(cronHasDay(cron, on)).toBe(ticks)
  })
})

describe('the calendar', () => {
  it('begins with a Monday and holds the whole month', () => {
    const days = calendarOf([], '2017-10')
    expect(days[0]?.on).toBe('2017-09-25')
    expect(days.filter((day) => day.isInMonth)).toHaveLength(31)
  })

  it('tells which campaigns speak to the same people on the same day', () => {
    const monday = calendarOf([aPlan('a', ['vip']), aPlan('b', ['vip', 'new']), aPlan('c', ['lapsed'])], '2017-10').find((day) => day.on === '2017-10-30')!
    expect(monday.campaigns.map((one) => one.code)).toEqual(['a', 'b', 'c'])
    expect([...monday.colliding]).toEqual(['a', 'b'])
  })

  it('takes a campaign without segments for one that speaks to everybody', () => {
    const monday = calendarOf([aPlan('a', []), aPlan('c', ['lapsed'])], '2017-10').find((day) => day.on === '2017-10-30')!
    expect([...monday.colliding]).toEqual(['a', 'c'])
  })

  it('keeps to the first and last day of a campaign', () => {
    const definition = { ...aPlan('a', []).definition, trigger: { kind: 'DAILY' as const }, starts_at: '2017-10-10T04:00:00Z', ends_at: '2017-10-12T04:00:00Z' }
    expect(['2017-10-09', '2017-10-10', '2017-10-12', '2017-10-13'].map((on) => isDue(definition, on))).toEqual([false, true, true, false])
  })
})

it('shows what each limit leaves of the audience', () => {
  const preview = {
    audience_count: 200,
    steps: [
      { reason: 'MEMBER_INACTIVE', refused_count: 0, left_count: 200 },
      { reason: 'CONSENT_MISSING', refused_count: 150, left_count: 50 },
    ],
  } as unknown as Preview
  expect(previewBars(preview)).toEqual([
    { key: 'AUDIENCE', count: 200, share: 1, lost: 0 },
    { key: 'CONSENT_MISSING', count: 50, share: 0.25, lost: 150 },
  ])
})

it('offers only the steps that the status allows', () => {
  expect(stepsOf('DRAFT', true)).toEqual(['activate', 'archive'])
  expect(stepsOf('ACTIVE', false)).toEqual(['pause', 'complete', 'archive'])
  expect(stepsOf('PAUSED', true)).toEqual(['activate', 'resume', 'complete', 'archive'])
  expect(stepsOf('ARCHIVED', true)).toEqual([])
})

it('places an interval around zero', () => {
  expect(intervalPlace({ low: -0.01, high: 0.04, value: 0.015 })).toEqual({ from: -0.25, to: 1, at: 0.375 })
  expect(intervalPlace({ low: null, high: null, value: null })).toBeNull()
})

it('makes a code of a name', () => {
  expect(codeOf('  Café win-back №1 ')).toBe('cafe-win-back-no1')
})

describe('results', () => {
  const results = (isSettled: boolean) =>
    ({
      audience: { refused: [{ code: 'CONSENT_MISSING', count: 3 }, { code: 'EXCLUDED', count: 0 }] },
      funnel: { suppressed: [{ code: 'CONSENT_MISSING', count: 2 }, { code: 'CAP_REACHED', count: 10 }] },
      effect: { is_settled: isSettled },
    }) as unknown as Results

  it('say once why members were left out, whether before or at sending', () => {
    expect(lostBars(results(true)).map(({ key, count, share }) => [key, count, share])).toEqual([
      ['CAP_REACHED', 10, 1],
      ['CONSENT_MISSING', 5, 0.5],
    ])
  })

  it('may move until everything chosen has been counted', () => {
    expect(['DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'ARCHIVED'].map((status) => isMoving(status, results(false)))).toEqual([false, true, true, true, false])
    expect(isMoving('COMPLETED', results(true))).toBe(false)
  })
})

it('lists what runs first, then by name, and only what was asked for', () => {
  const campaign = (code: string, status: string, en: string) => ({ code, status, name: { en, ar: en } }) as Campaign
  const all = [campaign('a', 'COMPLETED', 'Old week'), campaign('b', 'ACTIVE', 'VIP week'), campaign('c', 'DRAFT', 'New week'), campaign('d', 'ACTIVE', 'Retention')]
  const codes = (term: string, status: string) => shownCampaigns(all, term, status, 'en').map(({ code }) => code)
  expect(codes('', '')).toEqual(['d', 'b', 'c', 'a'])
  expect(codes('week', '')).toEqual(['b', 'c', 'a'])
  expect(codes('week', 'DRAFT')).toEqual(['c'])
  expect(codes('nothing', '')).toEqual([])
})

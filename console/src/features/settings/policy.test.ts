import { expect, it } from 'vitest'

import { aCap, asForm, faultsOf, formOf, isSame, isWrong, policyOf } from '@/features/settings/policy'

const POLICY = {
  caps: [{ limit: 3, period_hours: 168 }, { limit: 1, period_hours: 36, channel: 'sms' }],
  on_cap: 'HOLD',
  quiet_hours: { starts: '21:00:00', ends: '08:00', otherwise: 'DROP' },
}

it('fills the form in and reads it out again as the same policy', () => {
  const form = formOf(POLICY)
  expect(form.caps).toEqual([
    { limit: 3, period: 1, unit: 'weeks', channel: '' },
    { limit: 1, period: 36, unit: 'hours', channel: 'sms' },
  ])
  expect(policyOf(form)).toEqual({ ...POLICY, quiet_hours: { ...POLICY.quiet_hours, starts: '21:00' } })
})

it('limits nothing where no policy is set', () => {
  expect(policyOf(formOf({}))).toEqual({ caps: [], on_cap: 'DROP' })
})

it.each([
  [{ limit: null }, 'limit'],
  [{ limit: 1001 }, 'limit'],
  [{ limit: 0.5 }, 'limit'],
  [{ period: 0 }, 'period'],
  [{ period: 53 }, 'period'],
] as const)('finds what is wrong with the cap %j: its %s', (change, fault) => {
  const form = { ...formOf({}), caps: [aCap(), { ...aCap(), ...change }] }
  expect([...faultsOf(form)[fault]]).toEqual([1])
  expect(isWrong(form)).toBe(true)
})

it('refuses quiet hours that never end, and asks nothing of hours that are not kept', () => {
  const form = { ...formOf(POLICY), starts: '08:00' }
  expect(faultsOf(form).isQuietWrong).toBe(true)
  expect(isWrong({ ...form, isQuiet: false })).toBe(false)
})

it('knows a form that tells the same from one that does not', () => {
  expect(isSame(formOf(POLICY), formOf(policyOf(formOf(POLICY))))).toBe(true)
  expect(isSame(formOf(POLICY), formOf({}))).toBe(false)
})

it('takes up what was kept where it is a form', () => {
  expect(asForm(formOf(POLICY))).toEqual(formOf(POLICY))
  for (const kept of [null, 'x', {}, { caps: 1 }]) expect(asForm(kept)).toBeNull()
})

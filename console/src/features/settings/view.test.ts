import { expect, it } from 'vitest'

import type { Channel } from '@/features/settings/queries'
import { channelsInOrder, coverageOf, keysInOrder, languageName, passwordFault, rightsByNoun, standingOf, typesIn } from '@/features/settings/view'

it.each([
  ['short', 'ann', 'short'],
  ['A Long Enough Name', ' a long enough name', 'name'],
  ['a quiet brook by night', 'ann', null],
])('finds in the password %j of %j: %s', (password, name, fault) => {
  expect(passwordFault(password, name)).toBe(fault)
})

it('counts the rights of a role by what they are about', () => {
  const grants = ['ledger.read', 'ledger.earn', 'members.read'].map((permission) => ({ permission, sentence: '' }))
  expect(rightsByNoun({ code: 'VIEWER', grants })).toEqual([
    { noun: 'ledger', count: 2 },
    { noun: 'members', count: 1 },
  ])
})

it('puts keys that work before those that were revoked, the newest first', () => {
  const key = (prefix: string, created_at: string, revoked_at: string | null) => ({ prefix, name: prefix, permissions: [], created_at, revoked_at, secret: null, would_apply: false })
  const keys = [key('old', '2026-01-01', null), key('gone', '2026-03-01', '2026-03-02'), key('new', '2026-02-01', null)]
  expect(keysInOrder(keys).map(({ prefix }) => prefix)).toEqual(['new', 'old', 'gone'])
})

it.each([
  [{ status: 'ACTIVE', failure_count: 0 }, 'well'],
  [{ status: 'ACTIVE', failure_count: 1 }, 'failing'],
  [{ status: 'PAUSED', failure_count: 9 }, 'paused'],
  [{ status: 'ARCHIVED', failure_count: 9 }, 'archived'],
] as const)('says of %j: %s', (webhook, standing) => {
  expect(standingOf(webhook).key).toBe(standing)
})

it('reads event types however they are set apart', () => {
  expect(typesIn(' points.*, segment.entered\npoints.* ')).toEqual(['points.*', 'segment.entered'])
})

it('puts channels that do not answer before those that do, and those that are off last', () => {
  const channel = (channel_code: string, state: string) => ({ channel_code, state }) as Channel
  const told = channelsInOrder([channel('email', 'WELL'), channel('mail', 'OFF'), channel('sms', 'AWAY'), channel('phone', 'OFF')])
  expect(told.map(({ channel_code }) => channel_code)).toEqual(['sms', 'email', 'mail', 'phone'])
})

it('tells how many of the templates speak a language, and nothing where there are none', () => {
  const language = { language: 'ar', member_count: 1, template_count: 3, missing_templates: ['win-back'] }
  expect(coverageOf(language)).toBe(0.75)
  expect(coverageOf({ ...language, template_count: 0, missing_templates: [] })).toBeNull()
})

it('calls a language as its readers do, and by its code where it has no name', () => {
  expect([languageName('ar'), languageName('de'), languageName('??')]).toEqual(['العربية', 'Deutsch', '??'])
})

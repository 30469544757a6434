import { expect, it } from 'vitest'

import { cleanKey, keyFault, pathAfter } from '@/features/session/view'

it('takes off what a paste brings along', () => {
  expect(cleanKey('  "khw_abcdefghijkl_s3cr-et"\n')).toBe('khw_abcdefghijkl_s3cr-et')
})

it.each([
  ['', 'empty'],
  ['hello', 'malformed'],
  ['khw_short_secret', 'malformed'],
  ['khw_abcdefghijkl_', 'malformed'],
  ['khw_abcdefghijkl_s3cr-et_more', null],
])('finds in %j: %s', (key, fault) => {
  expect(keyFault(key)).toBe(fault)
})

it.each([
  ['/members/1042?x=1', '/members/1042?x=1'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['/sign-in', '/'],
  [undefined, '/'],
  [['/a'], '/'],
])('leads from %j to %s', (asked, path) => {
  expect(pathAfter(asked)).toBe(path)
})

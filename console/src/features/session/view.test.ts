import { expect, it } from 'vitest'

import { pathAfter, signInFault } from '@/features/session/view'

it.each([
  ['', 'secret', 'name'],
  ['  ', 'secret', 'name'],
  ['ann', '', 'password'],
  ['ann', ' ', null],
])('finds in name %j and password %j: %s', (name, password, fault) => {
  expect(signInFault(name, password)).toBe(fault)
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

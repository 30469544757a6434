import { expect, it } from 'vitest'

import { isNamed } from '@/lib/named'

it.each([
  ['VIP customers', '', true],
  ['VIP customers', '  ', true],
  ['VIP customers', 'cust vip', true],
  ['VIP customers', 'vip risk', false],
  ['كبار العملاء', 'العملاء', true],
])('%s is found by %j: %s', (name, term, isFound) => {
  expect(isNamed(name, term)).toBe(isFound)
})

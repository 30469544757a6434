import { expect, it } from 'vitest'

import { stored, typed } from '@/features/segments/builder/numbers'
import { minorDigitsOf } from '@/lib/minorUnits'

it.each([
  [29, 'share', 2, 0.29],
  [200, 'money', 2, 20_000],
  [200, 'money', 0, 200],
  [1.234, 'money', 3, 1234],
  [28, 'days', 2, 28],
] as const)('stores %d as %s with %d digits and shows it again', (shown, unit, digits, kept) => {
  expect(stored(shown, unit, digits, unit !== 'share')).toBe(kept)
  expect(typed(kept, unit, digits)).toBe(shown)
})

it('knows how currencies are divided', () => {
  expect(['USD', 'JPY', 'KWD'].map(minorDigitsOf)).toEqual([2, 0, 3])
})

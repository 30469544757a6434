import { expect, it } from 'vitest'

import { localText } from '@/lib/localText'

it('takes the language asked for, then English, then any', () => {
  expect(localText({ en: 'Gold', ar: 'ذهبي' }, 'ar')).toBe('ذهبي')
  expect(localText({ en: 'Gold' }, 'ar')).toBe('Gold')
  expect(localText({ fr: 'Or' }, 'ar')).toBe('Or')
  expect(localText({}, 'ar')).toBe('')
})

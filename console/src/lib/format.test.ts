import { describe, expect, it } from 'vitest'

import { addDays, createFormat, daysBetween } from '@/lib/format'

const NEW_YORK = 'America/New_York'
const en = createFormat('en', NEW_YORK)
const ar = createFormat('ar', NEW_YORK)

describe('English', () => {
  it('groups thousands and keeps one decimal at most', () => {
    expect(en.number(1234567.25)).toBe('1,234,567.3')
  })

  it('shows the sign of a change, and none for nothing', () => {
    expect([en.signed(12), en.signed(-3), en.signed(0)]).toEqual(['+12', '-3', '0'])
  })

  it('shows shares with the digits asked for', () => {
    expect([en.share(0.1834), en.share(0.1834, 1)]).toEqual(['18%', '18.3%'])
  })

  it('reads money as minor units of its currency', () => {
    expect([en.money(342050, 'USD'), en.money(500, 'JPY'), en.money(1500, 'KWD')]).toEqual(['$3,420.50', '¥500', '\u2066KWD\u2069\u00a01.500'])
  })

  it('never moves a business date by the time zone', () => {
    expect(createFormat('en', 'Pacific/Kiritimati').date('2017-10-31')).toBe('Oct 31, 2017')
    expect(createFormat('en', 'Pacific/Pago_Pago').date('2017-10-31')).toBe('Oct 31, 2017')
  })

  it('shows instants on the clock of the business', () => {
    // A space before PM may be narrow; that is the browser's taste.
    expect(en.instant('2017-11-01T03:59:59Z').replace(/\s/g, ' ')).toBe('Oct 31, 2017, 11:59 PM')
    expect(en.businessDate('2017-11-01T03:59:59Z')).toBe('2017-10-31')
    expect(en.businessDate('2017-11-01T04:00:00Z')).toBe('2017-11-01')
  })

  it('tells near days by days and far ones by months', () => {
    expect([en.fromNow(0), en.fromNow(-1), en.fromNow(30), en.fromNow(-90), en.fromNow(800)]).toEqual([
      'today',
      'yesterday',
      'in 30 days',
      '3 months ago',
      'in 2 years',
    ])
  })

  it('joins lists as a sentence would', () => {
    expect([en.list(['a', 'b', 'c']), en.list(['a', 'b'], 'or')]).toEqual(['a, b, and c', 'a or b'])
  })
})

describe('Arabic', () => {
  it('uses Arabic-Indic digits and Gregorian months', () => {
    expect(ar.number(1234)).toBe('١٬٢٣٤')
    expect(ar.date('2017-10-31')).toBe('٣١ أكتوبر ٢٠١٧')
  })

  it('keeps a Latin currency sign in one piece', () => {
    expect(ar.money(200, 'USD')).toContain('\u2066US$\u2069')
  })

  it('counts days in the form the number asks for', () => {
    expect([ar.days(1), ar.days(2), ar.days(3), ar.days(11)]).toEqual(['يوم', 'يومان', '٣ أيام', '١١ يومًا'])
  })
})

describe('days', () => {
  it('are counted between dates, across a change of clocks', () => {
    expect(daysBetween('2017-11-01', '2017-11-30')).toBe(29)
    expect(daysBetween('2017-10-31', '2017-10-30')).toBe(-1)
  })

  it('are added across a year', () => {
    expect(addDays('2017-12-31', 1)).toBe('2018-01-01')
  })
})

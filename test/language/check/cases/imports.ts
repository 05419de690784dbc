import type { Case } from '../case';

const data = (file: string): string => `topology T { node n link everywhere { latency: empirical(${file}) } }`;

export const importCases: readonly Case[] = [
  {
    code: 'FTM250',
    wrong: 'import «"gone.ftm"»',
    says: /there is no file 'gone.ftm'/,
    right: 'import "p.ftm" topology T { node n store s on n using P }',
    files: { 'p.ftm': 'policy P = single { }' },
  },
  {
    code: 'FTM250',
    about: 'and the names that it would have are not missed',
    wrong: 'import «"gone.ftm"» topology T { node n store s on n using P }',
  },
  { code: 'FTM251', wrong: 'import «"p.ftm"»', files: { 'p.ftm': 'unreadable' } },
  { code: 'FTM252', wrong: 'import «"p.ftm"»', files: { 'p.ftm': 'too-large' } },
  { code: 'FTM253', about: 'of itself', wrong: 'import «"main.ftm"»', says: /imports itself/ },
  {
    code: 'FTM254',
    wrong: 'import "p.ftm" «import "./p.ftm"»',
    right: 'import "p.ftm"',
    files: { 'p.ftm': '' },
  },
  {
    code: 'FTM257',
    wrong: data('«"gone.csv"»'),
    right: data('"l.csv"'),
    files: { 'l.csv': '1ms\n2.5ms\r\n# why\n\n' },
  },
  { code: 'FTM258', wrong: data('«"l.csv"»'), files: { 'l.csv': 'unreadable' } },
  { code: 'FTM259', wrong: data('«"l.csv"»'), says: /line 2 of 'l.csv'.*'fast'/, files: { 'l.csv': '1ms\nfast\n' } },
  { code: 'FTM259', about: 'empty', wrong: data('«"l.csv"»'), says: /holds no values/, files: { 'l.csv': '\n' } },
];

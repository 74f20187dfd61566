/** The two languages of the page, without the forty others that zod would bring along. */
export { default as en } from 'zod/v4/locales/en.js'
export { default as zhCN } from 'zod/v4/locales/zh-CN.js'

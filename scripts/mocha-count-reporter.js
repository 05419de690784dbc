// @ts-check
'use strict';

const fs = require('node:fs');
const { reporters, Runner } = require('mocha');

/**
 * Prints what mocha's own reporter prints and leaves the counts of the run in the file that the reporter option
 * `countFile` names.
 */
class CountReporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      fs.writeFileSync(options.reporterOptions.countFile, JSON.stringify({ passes, failures, pending }));
    });
  }
}

module.exports = CountReporter;

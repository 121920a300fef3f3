const { relative } = require('node:path');

/** Tells the scheduler of each case as it ends. */
module.exports = class {
  constructor(config) {
    this.root = config.rootDir;
  }

  onTestCaseResult(test, result) {
    // The lane names the file in which a case stands: its outermost block.
    const [file = relative(this.root, test.path), ...blocks] = result.ancestorTitles;
    const ended = Date.now();
    process.send({
      file,
      title: [...blocks, result.title].join(' '),
      passed: result.status === 'passed',
      skipped: !['passed', 'failed'].includes(result.status),
      begun: ended - (result.duration ?? 0),
      ended,
      message: result.failureMessages.join('\n'),
    });
  }

  onTestResult(_test, { testExecError }) {
    if (testExecError) process.send({ broken: String(testExecError.stack ?? testExecError.message) });
  }
};

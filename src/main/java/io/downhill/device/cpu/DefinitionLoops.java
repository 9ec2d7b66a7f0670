package io.downhill.device.cpu;

/** The arithmetic as it is defined, in the plainest loops; every other form is held to its bits. */
final class DefinitionLoops implements Loops {
  @Override
  public String name() {
    return "definition";
  }

  @Override
  public Softmax softmax(int classes, int rows) {
    return new DefinitionSoftmax(classes, rows);
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    for (int i = 0; i < rows; i++) {
      float[] t = new float[8];
      for (int j = 0; j < n; j++) {
        t[j % 8] = Math.fma(x[at + i * n + j], w[j], t[j % 8]);
      }
      z[zAt + i] = (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) + w[n];
    }
  }

  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    for (int j = 0; j < n; j++) {
      g[j] = 0;
      for (int i = 0; i < rows; i++) {
        g[j] = Math.fma(dz[dzAt + i], x[at + i * n + j], g[j]);
      }
    }
  }

  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {
    for (int j = 0; j <= n; j++) {
      for (int l = 0; l <= j; l++) {
        float sum = 0;
        for (int i = 0; i < rows; i++) {
          float r = k[i] * (j < n ? x[at + i * n + j] : 1f);
          sum = Math.fma(r, l < n ? x[at + i * n + l] : 1f, sum);
        }
        h[Loops.triangleRow(j) + l] = sum;
      }
    }
  }
}

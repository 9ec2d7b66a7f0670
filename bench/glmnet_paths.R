#!/usr/bin/env Rscript
# Paths of penalties against R's glmnet and cv.glmnet, with the same rows, folds and penalties.
#
#     apt-get install r-cran-glmnet
#     ./downhill --version
#     Rscript bench/glmnet_paths.R figures FILE     the figures of GlmnetPathTest, of its data, by glmnet alone
#     Rscript bench/glmnet_paths.R tables FOLDER    the two examples that glmnet brings as CSV, for GlmnetPathTest
#                                                   with -Dglmnet.examples=FOLDER; they are not part of this project
#     Rscript bench/glmnet_paths.R examples         on the two examples that glmnet brings: how far apart
#     Rscript bench/glmnet_paths.R speed [HIGGS] [A9A]  l1 paths of 100 in 5 folds: seconds, and the deviance explained;
#                                                       HIGGS is a table without header whose first column is the label,
#                                                       A9A is LIBSVM's file, as dense and as sparse rows for both
#
# X is rounded to float32 for both. glmnet runs with thresh = 1e-14 where it is the reference, with its own where it is timed.
# Downhill runs in one JVM (TunedPath.java), cpu; the seconds are those of the first path and of the third.
suppressPackageStartupMessages(library(glmnet))
arguments <- commandArgs(TRUE)
root <- normalizePath(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), ".."))
folder <- tempfile("paths")
dir.create(folder)

float <- function(x) {
  x <- as.matrix(x)
  matrix(readBin(writeBin(c(x), raw(), size = 4), "numeric", length(x), size = 4), nrow(x))
}

npy <- function(x, file, shape) {
  header <- sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }", shape)
  header <- paste0(header, strrep(" ", 63 - (10 + nchar(header)) %% 64), "\n")
  con <- file(file, "wb")
  writeBin(as.raw(c(0x93, utf8ToInt("NUMPY"), 1, 0)), con)
  writeBin(nchar(header), con, size = 2, endian = "little")
  writeChar(header, con, eos = NULL)
  writeBin(as.numeric(x), con, size = 4, endian = "little")
  close(con)
}

# Sparse text, a row a line; indices from 1.
svm <- function(x, y, file) {
  x <- as(x, "TsparseMatrix")
  order <- order(x@i, x@j)
  pairs <- sprintf("%d:%.9g", x@j[order] + 1L, x@x[order])
  rows <- split(pairs, factor(x@i[order], levels = seq_len(nrow(x)) - 1L))
  writeLines(paste(y, sapply(rows, paste, collapse = " ")), file)
}

# The fold of each row, from 1 on: dealt out class by class, so that each has the same share of them.
folds <- function(y, count) {
  fold <- integer(length(y))
  fold[order(y)] <- rep_len(seq_len(count), length(y))
  fold
}

family <- function(y) if (length(unique(y)) == 2) "binomial" else "multinomial"

# [b1 .. bn | bias] a row for each class; one row of two classes.
coefficients <- function(fit, k) {
  all <- coef(fit, s = fit$lambda[k], exact = FALSE)
  if (!is.list(all)) all <- list(all)
  w <- t(sapply(all, function(one) c(as.numeric(one)[-1], as.numeric(one)[1])))
  if (nrow(w) > 1) w[, ncol(w)] <- w[, ncol(w)] - mean(w[, ncol(w)])
  w
}

# A path by Downhill: the penalties, and the weights of each as those above.
downhill <- function(x, y, fold, alpha, penalties, times, solver = "auto") {
  data <- if (is.matrix(x)) "x.npy" else "x.libsvm"
  if (is.matrix(x)) npy(t(x), file.path(folder, data), sprintf("%d, %d", nrow(x), ncol(x))) else svm(x, y, file.path(folder, data))
  npy(y, file.path(folder, "y.npy"), sprintf("%d,", length(y)))
  writeLines(as.character(fold - 1), file.path(folder, "folds"))
  if (length(penalties) > 1) {
    writeLines(sprintf("%.17g", penalties), file.path(folder, "lambdas"))
    penalties <- file.path(folder, "lambdas")
  }
  out <- system2("java", c("-cp", file.path(root, "target/downhill-run.jar"), "--add-modules", "jdk.incubator.vector",
    file.path(root, "bench/TunedPath.java"), file.path(folder, c(data, "y.npy", "folds")), alpha, penalties, "cpu",
    times, folder, if (solver == "auto") NULL else solver), stdout = TRUE, stderr = file.path(folder, "log"))
  if (length(out) == 0) stop(paste(readLines(file.path(folder, "log")), collapse = "\n"))
  told <- tail(out, 1)
  number <- function(name) as.numeric(sub(sprintf('.*"%s": ([-0-9.e]+).*', name), "\\1", told))
  list(path = read.csv(file.path(folder, "path.csv")), weights = read.csv(file.path(folder, "weights.csv"), header = FALSE),
    seconds = as.numeric(strsplit(sub('.*"seconds": \\[([^]]*)\\].*', "\\1", told), ", ")[[1]]),
    passes = number("passes"), slowest = number("slowest"), best = number("best"), one = number("oneStandardError"),
    told = told)
}

# The two examples that glmnet brings, the label from 0 on behind the features.
example <- function(name) {
  data(list = name, envir = environment())
  one <- get(name, envir = environment())
  table <- as.data.frame(float(one$x))
  table$y <- as.integer(factor(one$y)) - 1
  table
}

tables <- function(folder) {
  for (name in c("BinomialExample", "MultinomialExample")) {
    table <- example(name)
    cells <- apply(as.matrix(table), 1, function(row) paste(sprintf("%.9g", row), collapse = ","))
    writeLines(c(paste(names(table), collapse = ","), cells), file.path(folder, paste0(name, ".csv")))
  }
}

figures <- function(file) {
  lines <- "data,alpha,k,lambda,explained,logLoss,standardError,isBest,isOne,class,weights and bias"
  for (name in c("heart.csv.gz", "iris.csv", "BinomialExample.csv", "MultinomialExample.csv")) {
    own <- file.path(root, "src/test/resources/io/downhill", name)
    table <- if (file.exists(own)) read.csv(own) else example(sub(".csv", "", name))
    x <- float(table[, -ncol(table)])
    y <- table$y
    fold <- (seq_along(y) - 1) %% 5 + 1
    for (alpha in c(1, 0.5, 0)) {
      fit <- glmnet(x, y, family(y), alpha = alpha, nlambda = 10, lambda.min.ratio = 1e-3, thresh = 1e-14, maxit = 1e7)
      cv <- cv.glmnet(x, y, family = family(y), alpha = alpha, lambda = fit$lambda, foldid = fold, thresh = 1e-14, maxit = 1e7)
      for (k in seq_along(fit$lambda)) {
        w <- coefficients(fit, k)
        for (c in seq_len(nrow(w))) {
          lines <- c(lines, paste(c(name, alpha, k - 1, sprintf("%.10g", c(fit$lambda[k], fit$dev.ratio[k], cv$cvm[k] / 2, cv$cvsd[k] / 2)),
            cv$lambda[k] == cv$lambda.min, cv$lambda[k] == cv$lambda.1se, c - 1, sprintf("%.8g", w[c, ])), collapse = ","))
        }
      }
    }
  }
  writeLines(lines, file)
}

compare <- function(name, x, y) {
  x <- float(x)
  y <- as.integer(factor(y)) - 1
  fold <- folds(y, 5)
  for (alpha in c(1, 0.5, 0)) {
    # As Downhill's default of ridge, which ends later than glmnet's own.
    least <- if (alpha == 0) 1e-7 else 1e-4
    fit <- glmnet(x, y, family(y), alpha = alpha, lambda.min.ratio = least, thresh = 1e-14, maxit = 1e8)
    free <- downhill(x, y, fold, alpha, 100, 1)
    both <- seq_len(min(length(fit$lambda), nrow(free$path)))
    lambda <- max(abs(free$path$lambda[both] / fit$lambda[both] - 1))
    own <- downhill(x, y, fold, alpha, fit$lambda, 1)
    cv <- cv.glmnet(x, y, family = family(y), alpha = alpha, lambda = fit$lambda, foldid = fold, thresh = 1e-14, maxit = 1e8)
    free.cv <- cv.glmnet(x, y, family = family(y), alpha = alpha, lambda.min.ratio = least, foldid = fold, thresh = 1e-14, maxit = 1e8)
    both <- seq_len(min(length(cv$lambda), nrow(own$path)))
    apart <- sapply(both, function(k) {
      w <- as.matrix(own$weights[own$weights$V1 == k - 1, -(1:2)])
      max(abs(w - coefficients(fit, k)))
    })
    cat(sprintf("%s, alpha %g: %d penalties (glmnet %d)\n", name, alpha, nrow(free$path), length(fit$lambda)))
    cat(sprintf("  lambda_max %.10g, glmnet %.10g; grid apart by %.1e of itself\n", free$path$lambda[1], fit$lambda[1], lambda))
    cat(sprintf("  coefficients apart by %.1e at most (at penalty %d of %d), by %.1e where 99 %% of them are\n",
      max(apart), which.max(apart), length(both), quantile(apart, 0.99)))
    cat(sprintf("  held-out loss apart by %.1e (%.1e from glmnet with a grid of each fold's own)\n",
      max(abs(own$path$logLoss[both] - cv$cvm[both] / 2)),
      max(abs(own$path$logLoss[seq_len(min(length(both), length(free.cv$cvm)))] - free.cv$cvm[seq_len(min(length(both), length(free.cv$cvm)))] / 2))))
    cat(sprintf("  standard errors apart by %.1e\n", max(abs(own$path$standardError[both] - cv$cvsd[both] / 2))))
    cat(sprintf("  min %d, glmnet %d; 1se %d, glmnet %d\n", own$best + 1, which(cv$lambda == cv$lambda.min), own$one + 1,
      which(cv$lambda == cv$lambda.1se)))
  }
}

timed <- function(name, x, y, solver = "auto") {
  if (is.matrix(x)) x <- float(x)
  y <- as.integer(factor(y)) - 1
  fold <- folds(y, 5)
  fit <- glmnet(x, y, family(y))
  seconds <- system.time(cv <- cv.glmnet(x, y, family = family(y), lambda = fit$lambda, foldid = fold))[["elapsed"]]
  own <- downhill(x, y, fold, 1, fit$lambda, 3, solver)
  both <- seq_len(min(nrow(own$path), length(fit$lambda)))
  # What is minimised, of ours and of glmnet's.
  null <- fit$nulldev / 2 / length(y)
  scale <- sqrt(Matrix::colMeans(x^2) - Matrix::colMeans(x)^2)
  cost <- sapply(both, function(k) {
    w <- as.matrix(own$weights[own$weights$V1 == k - 1, -(1:2)])
    penalty <- function(w) fit$lambda[k] * sum(abs(t(w[, seq_along(scale), drop = FALSE]) * scale))
    c(own$path$loss[k] + penalty(w), (1 - fit$dev.ratio[k]) * null + penalty(coefficients(fit, k)))
  })
  cat(sprintf("%s, %d x %d, %d penalties x (5 folds + all), solver %s\n", name, nrow(x), ncol(x), length(both),
    sub('.*"solver": "([a-z]*)".*', "\\1", own$told)))
  cat(sprintf("  seconds %s, cv.glmnet %.2f; reads %.1f, of the slowest fit %.1f\n", paste(sprintf("%.2f", own$seconds), collapse = ", "),
    seconds, own$passes, own$slowest))
  cat(sprintf("  deviance explained apart by %.1e, J less glmnet's from %.1e to %.1e; held-out loss apart by %.1e; ended: %s\n",
    max(abs(own$path$explained[both] - fit$dev.ratio[both])), min(cost[1, ] - cost[2, ]), max(cost[1, ] - cost[2, ]),
    max(abs(own$path$logLoss[both] - cv$cvm[both] / 2)), sub('.*"end": "([^"]*)".*', "\\1", own$told)))
}

# The dense rows of a LIBSVM file, and their labels.
libsvm <- function(file) {
  rows <- strsplit(trimws(readLines(file)), " ")
  y <- as.numeric(sapply(rows, `[`, 1))
  counts <- lengths(rows) - 1
  cells <- unlist(lapply(rows, `[`, -1))
  j <- as.integer(sub(":.*", "", cells))
  x <- matrix(0, length(rows), max(j))
  x[cbind(rep(seq_along(rows), counts), j)] <- as.numeric(sub(".*:", "", cells))
  list(x = x, y = y)
}

speed <- function(files) {
  if (length(files) > 0) {
    table <- as.matrix(read.table(files[1]))
    timed("higgs", table[, -1], table[, 1])
  }
  if (length(files) > 1) {
    a9a <- libsvm(files[2])
    timed("a9a", a9a$x, a9a$y)
    timed("a9a, sparse", Matrix::Matrix(a9a$x, sparse = TRUE), a9a$y)
  }
  set.seed(1)
  x <- matrix(rnorm(300 * 5000), 300)
  y <- as.integer(runif(300) < 1 / (1 + exp(-x[, 1:10] %*% rep(c(1, -1), 5))))
  timed("made", x, y)
  x <- matrix(rnorm(4000 * 30), 4000)
  z <- x %*% matrix(rnorm(30 * 5) / 3, 30)
  y <- apply(z - log(-log(matrix(runif(4000 * 5), 4000))), 1, which.max)
  timed("five classes", x, y)
}

if (arguments[1] == "figures") {
  figures(arguments[2])
} else if (arguments[1] == "tables") {
  tables(arguments[2])
} else if (arguments[1] == "examples") {
  data(BinomialExample)
  compare("BinomialExample", BinomialExample$x, BinomialExample$y)
  data(MultinomialExample)
  compare("MultinomialExample", MultinomialExample$x, MultinomialExample$y)
} else if (arguments[1] == "speed") {
  speed(arguments[-1])
}

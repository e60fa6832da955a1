# Held-out answers by ordinal's clmm with an intercept for each person: Rscript clmm_predict.R ROWS.csv CHANCE.csv J.
# A person's intercept is its conditional mode, which is what clmm gives; 0 for somebody without other answers.
argument <- commandArgs(TRUE); n_answers <- as.integer(argument[3])
suppressMessages(library(ordinal))
d <- read.csv(argument[1]); kept <- d[d$held == 0, ]; held <- d[d$held == 1, ]
kept$y <- factor(kept$y, ordered = TRUE); kept$who <- factor(kept$who)
columns <- grep("^x", names(d), value = TRUE)
m <- clmm(as.formula(paste("y ~", paste(columns, collapse = "+"), "+ (1 | who)")), data = kept)
mode <- ranef(m)$who; own <- mode[match(as.character(held$who), rownames(mode)), 1]; own[is.na(own)] <- 0
utility <- as.matrix(held[, columns]) %*% m$beta + own
below <- cbind(0, plogis(outer(-as.vector(utility), m$alpha, "+")), 1)
chance <- matrix(0, nrow(held), n_answers)
chance[, as.integer(levels(kept$y)) + 1] <- below[, -1] - below[, -ncol(below)]
write.table(chance, argument[2], sep = ",", row.names = FALSE, col.names = FALSE)

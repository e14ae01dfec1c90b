/**
 * The embedding statistics on a GPU, by CUDA's driver API. {@link JcudaDevice} alone knows JCuda;
 * the rest speaks to the port {@link Device}, so that tests run the kernels on the host.
 */
@NullMarked
package io.homeostat.processors.cuda;

import org.jspecify.annotations.NullMarked;

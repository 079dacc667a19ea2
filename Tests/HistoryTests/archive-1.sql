PRAGMA application_id = 1347767362;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE tensor (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    dtype TEXT NOT NULL CHECK (dtype IN ('f64', 'f32', 'i64', 'i32', 'bool')),
    shape TEXT NOT NULL CHECK (shape LIKE '[%]'), -- [2,3]; a scalar is []
    byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
    bytes BLOB CHECK (length(bytes) = byte_count) -- NULL: in tensors/ab/abcd… beside this file, named by the hash
) STRICT;
INSERT INTO tensor VALUES(X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6','f64','[3]',24,X'000000000000e03f000000000000f4bf0000000000000040');
INSERT INTO tensor VALUES(X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922','f64','[2,3]',48,X'000000000000f03f000000000000e03f000000000000d0bf000000000000c03f00000000000000c0000000000000e83f');
INSERT INTO tensor VALUES(X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a','f64','[2]',16,X'958fbbea47bfe1bfa31778aa26fbef3f');
INSERT INTO tensor VALUES(X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e','f64','[]',8,X'7d2b28641de90140');
INSERT INTO tensor VALUES(X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7','f64','[3]',24,X'c9954495a74ae3bfd385e480d00bd7bf3ab2077a93d8ed3f');
INSERT INTO tensor VALUES(X'04bb5982803db542bc8d21814aa6f07974e5a91148eb37d3df6a6e7735cc1816','f64','[2,3]',48,X'80c8359cb593d8bfa03a4303a3b8ee3f80c8359cb593f8bff589f1bfed60533f72eced2f293968bff589f1bfed60733f');
INSERT INTO tensor VALUES(X'f533a406ead0845b95d501a492d264119de0c7a118f7fec75b9068f3ec230c3a','f64','[2]',16,X'000000000000d03f000000000000e0bf');
INSERT INTO tensor VALUES(X'a7a1622e7f112e08a42515552cd7ae36f15b1491b02e8f9caa6d0123db459207','f64','[3]',24,X'9f60b7b7df25c63fcee627abdb75b63f202b3bcd7762a6bf');
INSERT INTO tensor VALUES(X'78bf5c2f08c5e206854dc6421cb9404f607ed8b28a3bb1932794a4f76d0b77ec','f64','[2]',16,X'1a3652405fb2eb3ff499ea67d53c48bf');
INSERT INTO tensor VALUES(X'd9bccb5abc8052de53c06b8b4b2384e30d0b9250f910e04609d0095fd20ea9b6','f64','[2,3]',48,X'15f874334c28e63f15f874334c28d63f15f874334c28c6bf5daebbecdd63233f5daebbecdd6363bf8c8519e3cc154d3f');
INSERT INTO tensor VALUES(X'edb6bc795294424d3ddf41d77b29fb7efb12b876f8eb28668d841756eb882eef','f64','[3]',24,X'08c3c6a4202cd33f56a9cf640ddbbb3f82155b6e28830140');
INSERT INTO tensor VALUES(X'756217148c4d308aa23f5c1d0646db99483251ae4e46d5bd66464d54330a2c07','f64','[3,3]',72,X'75be7ccdf664d13f764e38207bfeab3f8aa51504c5d79bbf764e38207bfeab3fe0e0b4e190afa23f12a45c45b0be79bf8aa51504c5d79bbf12a45c45b0be79bf422736361ec6e73f');
INSERT INTO tensor VALUES(X'999ca8fc396491a46d2562a2da1cc37fbdfa1b65c49ff677437171e16141603b','f64','[2,3]',48,X'80c8359cb593e8bf80c8359cb593d8bf80c8359cb593c83ff589f1bfed60333ff589f1bfed6073bff04eea9f64115d3f');
INSERT INTO tensor VALUES(X'd9a6031bd2a0a0c6c82c2185d4d270be0ca5f596f96994eb1d9bdc17f265dbb6','f64','[3]',24,X'17d2e4a4871ac53f4c8d10258d569d3ff24aaa601da5e73f');
INSERT INTO tensor VALUES(X'd2678a0bc6b036494ff136a25c17c4092ed8ff5f539a9f1d6da602a88bd9c9b5','f64','[3]',24,X'000000000000f03f0000000000000000000000000000f0bf');
INSERT INTO tensor VALUES(X'230d5f20a957cf6061d926a46a0c0afaa4573d23fc06df2749ba9a950bc444b2','f64','[3]',24,X'000000000000f03f00000000000000400000000000000840');
INSERT INTO tensor VALUES(X'38aac3295e488b4269371b01b7a8f1189d8762db6a6bfaa4126414e893e9ce0b','f64','[3]',24,X'90f8a3552d8ae23f5acdee6a928ff33fe0441dd1a287ad3f');
INSERT INTO tensor VALUES(X'e5e3bbec5f9d5237edab98cf29275fddba350769474039b498bad62aa039389c','f64','[3,3]',72,X'000000000000fc3f000000000000e03f000000000000e03f000000000000f4bf0000000000000000000000000000f4bf000000000000004000000000000000400000000000000a40');
INSERT INTO tensor VALUES(X'633f6b21bd9fade7b8e524e0f5ffe03c8d4f9a9ff072baac8ecf908fac233ff9','f64','[3,3]',72,X'2f1b365b4f1efc3f0000000000000000000000000000000000000000000000002ad23ceae72ddc3f000000000000000000000000000000000000000000000000c00c8cb3bac702c0');
INSERT INTO tensor VALUES(X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749','f64','[]',8,X'e9842311c0ade53f');
INSERT INTO tensor VALUES(X'5b39e4834b0d668f39f97b2bbdf9842499c786db74615e6fc7f3ebb083ec3490','f64','[]',8,X'c9b3492ce6c0fd3f');
INSERT INTO tensor VALUES(X'a7b3e8fb13904eb8c27eb36795928fc95c138dca080216e7d6dfbb382d60d051','f64','[3]',24,X'90f8a3552d8af23f5acdee6a928f0340e0441dd1a287bd3f');
INSERT INTO tensor VALUES(X'0366c1088e6c32f9a053fbc280d8cd2696bfc1474d92a6c60582daffac951ac1','f64','[3]',24,X'000000000000f03f000000000000f03f000000000000f03f');
INSERT INTO tensor VALUES(X'5d33f796f7b778eb5fa51542f12eb09a8b43059284f4ad9562cca31e66216858','f64','[]',8,X'0000000000000040');
INSERT INTO tensor VALUES(X'47a296e1e077df44f3793ded283237a361ee837dc7796848d451ae0d7447229c','f64','[]',8,X'3b300124edcef53f');
INSERT INTO tensor VALUES(X'777fa57e40372913373db2c0d113235b83b117a51de092bc5e44cf3ac630b8dd','f64','[3]',24,X'38b67a6f35bddabf92d41a02559bbabf800ae05b45c5f63f');
INSERT INTO tensor VALUES(X'a8168aa08ad41acfa1d41819c2a7eca7e2f6b4647bfccf6956bf1b231e0b63bf','f64','[3]',24,X'8542be8c02f72540d205c6de9c76154036a81d53ca8e1140');
INSERT INTO tensor VALUES(X'954717a07de9e99f9f4c299a31648a32a29327ba1fb49a339b6773ef7891de10','f64','[3]',24,X'7cf8672f774a0040c3530fc7af39f13f2b38375c9b54d1bf');
INSERT INTO tensor VALUES(X'fc1cd621c959eae0f4880ff86de4e24006d751a0d3a9e5663a5fb1f66758a799','f32','[2]',8,X'cdcccc3dcdcc4c3e');
INSERT INTO tensor VALUES(X'1462c813c9174fbc9a6a11bf7839af2a8412f662360b4816b615b60587780205','f32','[3,2]',24,X'0000803f0000004000004040000080400000a0400000c040');
INSERT INTO tensor VALUES(X'691ae0a898f84910ac2390a692c48337ec5d8d3df01a56a86122fb540d21c813','f32','[]',4,X'0000003f');
INSERT INTO tensor VALUES(X'059e40b39154692d1fc2f51d34e0325bc1f1bfed26c0dee52820c34f3e8189c1','f32','[2]',8,X'cefd7f3fb4ff7f3f');
INSERT INTO tensor VALUES(X'dedee7327e04993b2e85030c22b6ecf52ba0314d19fff0ad600d8030bf6b1793','f32','[3]',12,X'004ae03f6cadff3fc1feff3f');
INSERT INTO tensor VALUES(X'78b9265195b5f290523d2d78117ec809a781598e2dce9a629998fc4964085fb5','f32','[]',4,X'7873603d');
INSERT INTO tensor VALUES(X'6c00035fad99c89e3939bace2883bf390a37c4ea6d4b0a957db6ffac875df6e7','f32','[2]',8,X'5d81473ecf8aee3c');
INSERT INTO tensor VALUES(X'f7b407dd2e18870c4172f92d346b0a009dd4f04d02dcc2a032d2c1661a62ccaf','f32','[2]',8,X'0000003f0000003f');
INSERT INTO tensor VALUES(X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4','f64','[]',8,X'000000000000f83f');
INSERT INTO tensor VALUES(X'328b0858c598886bebb7b328ba03f37dd5acd05351b299c5ce9fa26f3d3e620f','f64','[]',8,X'0000000000000b40');
INSERT INTO tensor VALUES(X'a1331e39cb65c610e50f72ea55daa3e9504f4daf853e2b9c9adf58a96f0054d9','f64','[]',8,X'0000000000001b40');
INSERT INTO tensor VALUES(X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72','f64','[3,2]',48,X'000000000000f03f00000000000000400000000000000840000000000000104000000000000014400000000000001840');
INSERT INTO tensor VALUES(X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574','f64','[2]',16,X'000000000000e03f000000000000d03f');
INSERT INTO tensor VALUES(X'782938b36f1c2ae159b1c2d64b39c8bfb20e9ef3af02b8044810e86c4d5ac0f5','f64','[2]',16,X'766a24bc7f8614c0acdff978ee2e18c0');
INSERT INTO tensor VALUES(X'990ccd0f38148f2113f734daa28980d0a2a459ee32051b4d6bc1593526d4fa17','f64','[3,2]',48,X'000000000000084000000000000028400000000000003b4000000000000048400000000000c052400000000000005b40');
INSERT INTO tensor VALUES(X'4a4e4064101b91587941a0b57b72fac24f3813a70d00d60332cf8043f8c938ab','f64','[2]',16,X'1d861706c5adf63f61c608b9a7daf33f');
INSERT INTO tensor VALUES(X'b2fa4905d79a349511557693876f90c6f245cd22fb32728b327768320b2dd0a8','f64','[]',8,X'0000000000503940');
INSERT INTO tensor VALUES(X'18e6578caffb84c7b41c2f9ca371ec8c4fd51b0cc70ad66b1a841de2f2e17068','f64','[2,2]',32,X'0000000000001040000000000000f03f000000000000f03f0000000000000840');
INSERT INTO tensor VALUES(X'db841150a59c72a988748c3383063d2e2a3df274d2670cd4d388bd95361e0d99','f64','[2,2]',32,X'b443e0c6322895bf909ce66bf5ec80bf8d65502a4cbc9fbfd7ead921706389bf');
INSERT INTO tensor VALUES(X'df0cd67811b3d312525fab1b522590f89349660123fccaa95617f31ed8248a54','f64','[2,2]',32,X'bda2d5f5d464d73fbda2d5f5d464c73f87ba54145636c13f87ba54145636b13f');
INSERT INTO tensor VALUES(X'73e0d87e7b46e40d6fd51d7faee3af311570a9fdddbfb5b4eb596434378e8d68','f64','[3,2]',48,X'00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000f03f');
INSERT INTO tensor VALUES(X'f5cbf2bfe47c17c05be3f2a06385bf25eea69e8d0d7e6dc84171b3138c5d5548','f64','[]',8,X'000000000000c03f');
INSERT INTO tensor VALUES(X'602e94d0d6bc06eb47ce38fc44f2ff0710205cd3655c21d70cc7b06ea2b0620b','f64','[2]',16,X'feffffffffffdf3ffeffffffffffdfbf');
INSERT INTO tensor VALUES(X'b32a5e86adaf975f86fa7e9f4fb3107890d9975a845f3d2be5694d3ad5f20426','f64','[2,2]',32,X'000000000000f03f0000000000000000000000000000f03f000000000000e03f');
INSERT INTO tensor VALUES(X'be6836cb80d242c2491f2ba7e3597dc6ad1e6e219ce5b14166d6bfc5fb8407f2','f64','[3,2]',48,X'00000000000000000000000000000000000000000000f03f000000000000000000000000000000400000000000000000');
INSERT INTO tensor VALUES(X'1697fb56b3bbfec4c0809f562970a7b12df083baecf0c1f1ca5e3f04b485af83','f64','[2,1]',16,X'000000000000e03f000000000000d03f');
INSERT INTO tensor VALUES(X'1abbf0fa663d550cfdd14f498c0ce689e3896c894141c697a6fd19d09cc8502b','f64','[3]',24,X'000000000000f83f000000000000008000000000000000c0');
INSERT INTO tensor VALUES(X'e60b8ecdab6dae930a356459db40376b0b1198f4a8121f2e153810eb4ed82516','f64','[3]',24,X'000000000000084000000000000018c000000000000032c0');
INSERT INTO tensor VALUES(X'11586bd8328b6ac179ad888d3b98fded465e025187f2b58108c09136d6cd06d3','f64','[3]',24,X'000000000000e83f000000000000f83f0000000000000440');
INSERT INTO tensor VALUES(X'c5b506c9de3c63540120c213e60ba78b415888ad947fc9144987ed803e17aa8d','f64','[3]',24,X'000000000000f23f000000000000e83f000000000000d03f');
INSERT INTO tensor VALUES(X'e0f7ae463185f30f6b374d91b3e77cfec04e72a3827ae72a68fa5021d83cae9b','f64','[3]',24,X'000000000000f8bf00000000000008400000000000002240');
INSERT INTO tensor VALUES(X'dfdba69ea68cdc3d7c29c1af03a7a1d584bb394895e25290db2c7c6fe7865e85','f64','[3]',24,X'000000000000ee3f000000000000f23f000000000000f63f');
INSERT INTO tensor VALUES(X'16a34050aa684f18403bda633a8cc3a78bff8e310ff4608c7c9412ead262e4ef','f64','[3]',24,X'000000000000e83f000000000000f8bf00000000000012c0');
INSERT INTO tensor VALUES(X'6dff7074ef22180388799c9e5e41d96dc71bfd9953ba1a20b69ac6e97bb484c1','f64','[3]',24,X'000000000080f03f000000000000ee3f000000000000ea3f');
INSERT INTO tensor VALUES(X'ec3eca64227d284cee2ec8f897326eb8415027974beb818c3a852f3c6e01b42f','f64','[3]',24,X'000000000000d8bf000000000000e83f0000000000000240');
INSERT INTO tensor VALUES(X'091806f23b807fa7e3ad2026bb604922aa9a02cf927a2b4c2c7b6eb4d492bcfc','f64','[3]',24,X'000000000080ef3f000000000080f03f000000000080f13f');
INSERT INTO tensor VALUES(X'efbc86a205a58511631180cf300918488d4871401f1920297ed942c738d13e7b','f64','[3]',24,X'000000000000c83f000000000000d8bf000000000000f2bf');
INSERT INTO tensor VALUES(X'7c60591650f071a9ca3118ad2228f0ee0070439fad317e45f5935978a8cced80','f64','[3]',24,X'000000000020f03f000000000080ef3f000000000080ee3f');
INSERT INTO tensor VALUES(X'f3290c8fcbc2e062139c8d1db2b42bd837d96c6f253b2649f070337320e7c792','f64','[3]',24,X'000000000000b8bf000000000000c83f000000000000e23f');
INSERT INTO tensor VALUES(X'e30fc7ccf8041fd9b6ef3b9860361b17831da27386812377ab0efd2df8083203','f64','[3]',24,X'0000000000200040000000000080ff3f000000000080fe3f');
INSERT INTO tensor VALUES(X'2f2bbbd1b0d6963e31dd6813271d9fa644705683c589728205d9d41bb563800e','f64','[3]',24,X'00000000002010400000000000800f400000000000800e40');
INSERT INTO tensor VALUES(X'1f97943efba05d3999ef7ac82e5af648beb7b2545719b4217847973b7614e778','f64','[]',8,X'0000000000c07e3f');
INSERT INTO tensor VALUES(X'7eefa04f41a4ec551e106e5c8a5db47445fe4f60a9f7482ff850efa52da6e253','f64','[3]',24,X'000000000000f83f00000000000008400000000000001440');
INSERT INTO tensor VALUES(X'4fc16ea972bf40c21114e97e3453f184bf507bc579d879d9b7206ea813ca9a96','f64','[3]',24,X'000000000000084000000000000028400000000000003840');
INSERT INTO tensor VALUES(X'a8417a3f2116d4599202305ef40cc0c59caa42b29fa1cab69d92263394e87bdb','f64','[3]',24,X'000000000000e83f00000000000008400000000000001840');
INSERT INTO tensor VALUES(X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000','f64','[3]',24,X'000000000000000000000000000000000000000000000000');
INSERT INTO tensor VALUES(X'7148672fea63c5a72fcf28e128f5fbee270fda67e5252b170e7327cf02a75faa','f64','[3,3]',72,X'000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO tensor VALUES(X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c','f64','[]',8,X'0000000000000000');
INSERT INTO tensor VALUES(X'309d85eace0061273ceb8400875f4e4a3a023f1333363aea9e70cb0133aadf97','f64','[2]',16,X'000000000000f03f000000000000f03f');
INSERT INTO tensor VALUES(X'5701ff03d7efcf64aeb6a0c1a337236ffec02a1604b49aa327fcb261c9ddbd11','f64','[2]',16,X'00000000000000000000000000000000');
INSERT INTO tensor VALUES(X'94522a23fa1d7f7904660d305ef4c6c30cb90dd17583c07ec0499e7430815eeb','f64','[]',8,X'0000000000003540');
INSERT INTO tensor VALUES(X'd66a9cacaa0f89cbb6614aa2942caeab8ce944478d952fdd0c67d203c1f3b03f','f64','[]',8,X'0000000000002040');
INSERT INTO tensor VALUES(X'6ff22c69966a688bdde3155fdcba60f3eb1711b2d29f54a1447d544eae0e470d','f64','[]',8,X'000000000000f87f');
INSERT INTO tensor VALUES(X'83d8fa9b4209df3c8c5f49e6adfce9cdb67fce47e50134c6bd8659b323587b48','f64','[]',8,X'000000000000f03f');
INSERT INTO tensor VALUES(X'94dcce56c6677e8e52e27be35f7adaffda7b129016afe2fc142a73e072a2fddb','f64','[3]',24,X'000000000000f03f0000000000000040000000000000f87f');
INSERT INTO tensor VALUES(X'e89180264c6a314fd61e3190852225d5dd109de2c653a4e37450d49877d2d5e5','f32','[2]',8,X'996c885721e6b557');
INSERT INTO tensor VALUES(X'f6c73eaeb95e74a68e6593b8ccb4c754e660b09ea9639f5f01de31974853628c','f32','[2]',8,X'0000807f0000807f');
INSERT INTO tensor VALUES(X'08d9d08d1f90dbcda3272b3fc93648ea73c0d631c13b135d77c856e6052de257','f64','[2]',16,X'000000000000f03f0000000000000000');
CREATE TABLE graph (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    inputs TEXT NOT NULL, -- types of %0, %1, …: 'f64[3] f64[]'
    outputs TEXT NOT NULL, -- '%4 %7'
    equation_count INTEGER NOT NULL CHECK (equation_count >= 0)
) STRICT;
INSERT INTO graph VALUES(1,X'96ee7a86ddd268d4ab4f5ad0f3300faac8e07ae0b5d062592bcd2684a81ce97c','f64[3] f64[2,3]','%11',10);
INSERT INTO graph VALUES(2,X'18463e33160ce8289ae574b4b4e69567253953e9c4389e03e2b8d992e2a87dc1','f64[2,3] f64[3]','%11',10);
INSERT INTO graph VALUES(3,X'3880021e2f9d96679be91c88ce690e211b44fc64673eab72a0a41c8180205bdd','f64[3] f64[2,3]','%3',2);
INSERT INTO graph VALUES(4,X'652680722f22e08485ef8fc864614cbac7206a8c91424e162cb544e906466583','f64[3]','%8',8);
INSERT INTO graph VALUES(5,X'862d73136a035e5c9a3cd826fa2164e344bb48757a616f2c7ce8feda4ddf3bac','f64[3]','%3',3);
INSERT INTO graph VALUES(6,X'4f745700ab1ccfa5b7e0cfc3a2f271297dad4f5edbe2e1c5f7113d0d840d2404','f64[3] f64[2,3]','%32',31);
INSERT INTO graph VALUES(7,X'c9a8dc46a46ea6fdc63c4561c4e11c267fbaa52d4d2df4c2345d5b2f70f05040','f64[3] f64[2,3]','%62',61);
INSERT INTO graph VALUES(8,X'5ad12b704cb9e0f6dcfe3f4ec1fd3621e5e22947f2f1070f5ac0ce25b95affc3','f64[3]','%21',21);
INSERT INTO graph VALUES(9,X'ca14588248be7e2e71b0916e514c3256878438b69d89a0d31fc5238eff6407bd','f32[] f32[2] f32[3,2]','%8',5);
INSERT INTO graph VALUES(10,X'3c0308dee68d6547f18e2d96cb952d11b346e59e38acdb52847085701c5641a0','f32[2] f32[3,2] f32[2]','%7',4);
INSERT INTO graph VALUES(11,X'358dcfe30b8a44518fbf44f3b777a3fc3a6d24387e6613730aa6e345670fb2ef','f64[]','%3',3);
INSERT INTO graph VALUES(12,X'c65e9a0bef3c782b760357be747c6a552eb7c6bee195ff18b754aa7dae4f477f','f64[2] f64[3,2]','%4',3);
INSERT INTO graph VALUES(13,X'ecb188ccec0bbea803f3ecd42ff60052d7c17b59faedb79565f32501214b0eae','f64[2]','%1',1);
INSERT INTO graph VALUES(14,X'000eabd19adff42ba101174fa3ed16902126a81833cc35cafc06e933854b9337','f64[]','%2',2);
INSERT INTO graph VALUES(15,X'ff2f481c8f3e36aa30bcae5dc223d1e4973b95fce6edc234f9291d340aa44e3c','f64[2,2] f64[2,1]','%4',3);
INSERT INTO graph VALUES(16,X'b4fe30340f35d2701f754e10b78ab42b8b6180d906f615dffaa2516563e2ad3b','f64[2,2] f64[2]','%13',12);
INSERT INTO graph VALUES(17,X'43349bb71ea1f2a398ee57b0ed8cda414d937f0175aec39dede541217069c15d','f64[3,2]','%1',1);
INSERT INTO graph VALUES(18,X'80546700bf1e635d9bea5b8f62330ee4c0ded1d8043eb547a4d44db7c8ed54e6','f64[2]','%34',34);
INSERT INTO graph VALUES(19,X'88ab004f6fa23dce517d382eb4222cbed7a0efcd5271dd9051355ac3cf01cd6b','f64[2]','%2',2);
INSERT INTO graph VALUES(20,X'89d5731bdbd00fb43b65d2152df2e74d5faf29f0ab1597fb77400c7d7490551c','f64[3,2]','%7',7);
INSERT INTO graph VALUES(21,X'4380770f489573a8d6d35b10d96adf14a57a4f7e6e8fb514abe2e543bb0665cc','f64[3]','%7',7);
INSERT INTO graph VALUES(22,X'9fec2e2e6f05618fb506322119083c8244348cda00cb5cfb357eada552752d1e','f64[3] f64[3]','%5',4);
INSERT INTO graph VALUES(23,X'ef2c7edb825d7cbf96b3d0442d58a3ba99a6a388459aeff456d3f72002e6bf6a','f64[3]','%9',9);
INSERT INTO graph VALUES(24,X'3854475218e584c8dbb8e03a6ef5c80020896edb89711966e3591a89d290a551','f64[3]','%23',23);
INSERT INTO graph VALUES(25,X'ccd6208f6ae7a6029388f847f870a6534a914420586696ee3cd394b595ad4132','f64[]','%2',2);
INSERT INTO graph VALUES(26,X'56062fe6676d89bb767c5a09f7dfb86f17ff2e48910aa13e26a0d33e65611c93','f64[2] f64[]','%1',0);
INSERT INTO graph VALUES(27,X'02f73479d943ff06738719b1dc5a0822c8315d7af0986d538a48c440a8735f5c','f64[] f64[]','%1',0);
INSERT INTO graph VALUES(28,X'95c510a0d190205a7f607ea4637084a9d89d38ef8cdcd8e71b1cc2c22f710c8e','f64[3]','%1',1);
INSERT INTO graph VALUES(29,X'e61043ca3da5a1e4ea5c003a606e2c706eaac1a44e4d15185b511b9ebaa07f4c','f32[2]','%22',22);
CREATE TABLE equation (
    graph INTEGER NOT NULL REFERENCES graph (id) ON DELETE CASCADE,
    result INTEGER NOT NULL CHECK (result >= 0), -- 4 is %4
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    primitive TEXT NOT NULL,
    parameters TEXT NOT NULL, -- 'axes=[0]', or empty
    operands TEXT NOT NULL, -- '%0 %1', or empty
    dtype TEXT NOT NULL CHECK (dtype IN ('f64', 'f32', 'i64', 'i32', 'bool')),
    shape TEXT NOT NULL CHECK (shape LIKE '[%]'),
    PRIMARY KEY (graph, result)
) STRICT, WITHOUT ROWID;
INSERT INTO equation VALUES(1,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%1 %0','f64','[2]');
INSERT INTO equation VALUES(1,3,1,'tanh','','%2','f64','[2]');
INSERT INTO equation VALUES(1,4,2,'mul','','%3 %3','f64','[2]');
INSERT INTO equation VALUES(1,5,3,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(1,6,4,'exp','','%0','f64','[3]');
INSERT INTO equation VALUES(1,7,5,'constant','dtype=f64,value=0.1','','f64','[]');
INSERT INTO equation VALUES(1,8,6,'broadcast_in_dim','shape=[3],axes=[]','%7','f64','[3]');
INSERT INTO equation VALUES(1,9,7,'mul','','%6 %8','f64','[3]');
INSERT INTO equation VALUES(1,10,8,'reduce_sum','axes=[0]','%9','f64','[]');
INSERT INTO equation VALUES(1,11,9,'add','','%5 %10','f64','[]');
INSERT INTO equation VALUES(2,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%0 %1','f64','[2]');
INSERT INTO equation VALUES(2,3,1,'tanh','','%2','f64','[2]');
INSERT INTO equation VALUES(2,4,2,'mul','','%3 %3','f64','[2]');
INSERT INTO equation VALUES(2,5,3,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(2,6,4,'exp','','%1','f64','[3]');
INSERT INTO equation VALUES(2,7,5,'constant','dtype=f64,value=0.1','','f64','[]');
INSERT INTO equation VALUES(2,8,6,'broadcast_in_dim','shape=[3],axes=[]','%7','f64','[3]');
INSERT INTO equation VALUES(2,9,7,'mul','','%6 %8','f64','[3]');
INSERT INTO equation VALUES(2,10,8,'reduce_sum','axes=[0]','%9','f64','[]');
INSERT INTO equation VALUES(2,11,9,'add','','%5 %10','f64','[]');
INSERT INTO equation VALUES(3,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%1 %0','f64','[2]');
INSERT INTO equation VALUES(3,3,1,'tanh','','%2','f64','[2]');
INSERT INTO equation VALUES(4,1,0,'sin','','%0','f64','[3]');
INSERT INTO equation VALUES(4,2,1,'integer_pow','exponent=2','%0','f64','[3]');
INSERT INTO equation VALUES(4,3,2,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(4,4,3,'broadcast_in_dim','shape=[3],axes=[]','%3','f64','[3]');
INSERT INTO equation VALUES(4,5,4,'add','','%4 %2','f64','[3]');
INSERT INTO equation VALUES(4,6,5,'log','','%5','f64','[3]');
INSERT INTO equation VALUES(4,7,6,'mul','','%1 %6','f64','[3]');
INSERT INTO equation VALUES(4,8,7,'reduce_sum','axes=[0]','%7','f64','[]');
INSERT INTO equation VALUES(5,1,0,'reduce_sum','axes=[0]','%0','f64','[]');
INSERT INTO equation VALUES(5,2,1,'broadcast_in_dim','shape=[3],axes=[]','%1','f64','[3]');
INSERT INTO equation VALUES(5,3,2,'mul','','%0 %2','f64','[3]');
INSERT INTO equation VALUES(6,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%1 %0','f64','[2]');
INSERT INTO equation VALUES(6,3,1,'tanh','','%2','f64','[2]');
INSERT INTO equation VALUES(6,4,2,'exp','','%0','f64','[3]');
INSERT INTO equation VALUES(6,5,3,'constant','dtype=f64,value=0.1','','f64','[]');
INSERT INTO equation VALUES(6,6,4,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(6,7,5,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(6,8,6,'broadcast_in_dim','shape=[2],axes=[]','%7','f64','[2]');
INSERT INTO equation VALUES(6,9,7,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(6,10,8,'broadcast_in_dim','shape=[2],axes=[]','%9','f64','[2]');
INSERT INTO equation VALUES(6,11,9,'mul','','%10 %2','f64','[2]');
INSERT INTO equation VALUES(6,12,10,'logistic','','%11','f64','[2]');
INSERT INTO equation VALUES(6,13,11,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(6,14,12,'broadcast_in_dim','shape=[2],axes=[]','%13','f64','[2]');
INSERT INTO equation VALUES(6,15,13,'mul','','%14 %2','f64','[2]');
INSERT INTO equation VALUES(6,16,14,'logistic','','%15','f64','[2]');
INSERT INTO equation VALUES(6,17,15,'mul','','%12 %16','f64','[2]');
INSERT INTO equation VALUES(6,18,16,'mul','','%8 %17','f64','[2]');
INSERT INTO equation VALUES(6,19,17,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(6,20,18,'broadcast_in_dim','shape=[3],axes=[]','%19','f64','[3]');
INSERT INTO equation VALUES(6,21,19,'mul','','%20 %6','f64','[3]');
INSERT INTO equation VALUES(6,22,20,'mul','','%21 %4','f64','[3]');
INSERT INTO equation VALUES(6,23,21,'broadcast_in_dim','shape=[2],axes=[]','%19','f64','[2]');
INSERT INTO equation VALUES(6,24,22,'mul','','%3 %23','f64','[2]');
INSERT INTO equation VALUES(6,25,23,'mul','','%23 %3','f64','[2]');
INSERT INTO equation VALUES(6,26,24,'add','','%25 %24','f64','[2]');
INSERT INTO equation VALUES(6,27,25,'mul','','%26 %18','f64','[2]');
INSERT INTO equation VALUES(6,28,26,'dot_general','left_contract=[0],right_contract=[0],left_batch=[],right_batch=[]','%27 %1','f64','[3]');
INSERT INTO equation VALUES(6,29,27,'add','','%28 %22','f64','[3]');
INSERT INTO equation VALUES(6,30,28,'reshape','shape=[3]','%29','f64','[3]');
INSERT INTO equation VALUES(6,31,29,'mul','','%30 %30','f64','[3]');
INSERT INTO equation VALUES(6,32,30,'reduce_sum','axes=[0]','%31','f64','[]');
INSERT INTO equation VALUES(7,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%1 %0','f64','[2]');
INSERT INTO equation VALUES(7,3,1,'tanh','','%2','f64','[2]');
INSERT INTO equation VALUES(7,4,2,'exp','','%0','f64','[3]');
INSERT INTO equation VALUES(7,5,3,'constant','dtype=f64,value=0.1','','f64','[]');
INSERT INTO equation VALUES(7,6,4,'broadcast_in_dim','shape=[3],axes=[]','%5','f64','[3]');
INSERT INTO equation VALUES(7,7,5,'constant','dtype=f64,value=4','','f64','[]');
INSERT INTO equation VALUES(7,8,6,'broadcast_in_dim','shape=[2],axes=[]','%7','f64','[2]');
INSERT INTO equation VALUES(7,9,7,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(7,10,8,'broadcast_in_dim','shape=[2],axes=[]','%9','f64','[2]');
INSERT INTO equation VALUES(7,11,9,'mul','','%10 %2','f64','[2]');
INSERT INTO equation VALUES(7,12,10,'logistic','','%11','f64','[2]');
INSERT INTO equation VALUES(7,13,11,'constant','dtype=f64,value=-2','','f64','[]');
INSERT INTO equation VALUES(7,14,12,'broadcast_in_dim','shape=[2],axes=[]','%13','f64','[2]');
INSERT INTO equation VALUES(7,15,13,'mul','','%14 %2','f64','[2]');
INSERT INTO equation VALUES(7,16,14,'logistic','','%15','f64','[2]');
INSERT INTO equation VALUES(7,17,15,'mul','','%12 %16','f64','[2]');
INSERT INTO equation VALUES(7,18,16,'mul','','%8 %17','f64','[2]');
INSERT INTO equation VALUES(7,19,17,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(7,20,18,'broadcast_in_dim','shape=[3],axes=[]','%19','f64','[3]');
INSERT INTO equation VALUES(7,21,19,'mul','','%20 %6','f64','[3]');
INSERT INTO equation VALUES(7,22,20,'mul','','%21 %4','f64','[3]');
INSERT INTO equation VALUES(7,23,21,'broadcast_in_dim','shape=[2],axes=[]','%19','f64','[2]');
INSERT INTO equation VALUES(7,24,22,'mul','','%3 %23','f64','[2]');
INSERT INTO equation VALUES(7,25,23,'mul','','%23 %3','f64','[2]');
INSERT INTO equation VALUES(7,26,24,'add','','%25 %24','f64','[2]');
INSERT INTO equation VALUES(7,27,25,'mul','','%26 %18','f64','[2]');
INSERT INTO equation VALUES(7,28,26,'dot_general','left_contract=[0],right_contract=[0],left_batch=[],right_batch=[]','%27 %1','f64','[3]');
INSERT INTO equation VALUES(7,29,27,'add','','%28 %22','f64','[3]');
INSERT INTO equation VALUES(7,30,28,'reshape','shape=[3]','%29','f64','[3]');
INSERT INTO equation VALUES(7,31,29,'neg','','%11','f64','[2]');
INSERT INTO equation VALUES(7,32,30,'logistic','','%31','f64','[2]');
INSERT INTO equation VALUES(7,33,31,'mul','','%12 %32','f64','[2]');
INSERT INTO equation VALUES(7,34,32,'neg','','%15','f64','[2]');
INSERT INTO equation VALUES(7,35,33,'logistic','','%34','f64','[2]');
INSERT INTO equation VALUES(7,36,34,'mul','','%16 %35','f64','[2]');
INSERT INTO equation VALUES(7,37,35,'mul','','%30 %20','f64','[3]');
INSERT INTO equation VALUES(7,38,36,'mul','','%20 %30','f64','[3]');
INSERT INTO equation VALUES(7,39,37,'add','','%38 %37','f64','[3]');
INSERT INTO equation VALUES(7,40,38,'dot_general','left_contract=[0],right_contract=[1],left_batch=[],right_batch=[]','%39 %1','f64','[2]');
INSERT INTO equation VALUES(7,41,39,'mul','','%26 %40','f64','[2]');
INSERT INTO equation VALUES(7,42,40,'mul','','%40 %18','f64','[2]');
INSERT INTO equation VALUES(7,43,41,'mul','','%23 %42','f64','[2]');
INSERT INTO equation VALUES(7,44,42,'mul','','%42 %23','f64','[2]');
INSERT INTO equation VALUES(7,45,43,'mul','','%21 %39','f64','[3]');
INSERT INTO equation VALUES(7,46,44,'mul','','%8 %41','f64','[2]');
INSERT INTO equation VALUES(7,47,45,'mul','','%12 %46','f64','[2]');
INSERT INTO equation VALUES(7,48,46,'mul','','%46 %16','f64','[2]');
INSERT INTO equation VALUES(7,49,47,'mul','','%47 %36','f64','[2]');
INSERT INTO equation VALUES(7,50,48,'mul','','%14 %49','f64','[2]');
INSERT INTO equation VALUES(7,51,49,'mul','','%48 %33','f64','[2]');
INSERT INTO equation VALUES(7,52,50,'mul','','%10 %51','f64','[2]');
INSERT INTO equation VALUES(7,53,51,'mul','','%45 %4','f64','[3]');
INSERT INTO equation VALUES(7,54,52,'add','','%44 %43','f64','[2]');
INSERT INTO equation VALUES(7,55,53,'mul','','%54 %18','f64','[2]');
INSERT INTO equation VALUES(7,56,54,'add','','%55 %52','f64','[2]');
INSERT INTO equation VALUES(7,57,55,'add','','%56 %50','f64','[2]');
INSERT INTO equation VALUES(7,58,56,'dot_general','left_contract=[0],right_contract=[0],left_batch=[],right_batch=[]','%57 %1','f64','[3]');
INSERT INTO equation VALUES(7,59,57,'add','','%58 %53','f64','[3]');
INSERT INTO equation VALUES(7,60,58,'reshape','shape=[3]','%59','f64','[3]');
INSERT INTO equation VALUES(7,61,59,'mul','','%60 %60','f64','[3]');
INSERT INTO equation VALUES(7,62,60,'reduce_sum','axes=[0]','%61','f64','[]');
INSERT INTO equation VALUES(8,1,0,'reshape','shape=[3]','%0','f64','[3]');
INSERT INTO equation VALUES(8,2,1,'sin','','%1','f64','[3]');
INSERT INTO equation VALUES(8,3,2,'integer_pow','exponent=2','%1','f64','[3]');
INSERT INTO equation VALUES(8,4,3,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(8,5,4,'broadcast_in_dim','shape=[3],axes=[]','%4','f64','[3]');
INSERT INTO equation VALUES(8,6,5,'add','','%5 %3','f64','[3]');
INSERT INTO equation VALUES(8,7,6,'log','','%6','f64','[3]');
INSERT INTO equation VALUES(8,8,7,'cos','','%1','f64','[3]');
INSERT INTO equation VALUES(8,9,8,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(8,10,9,'broadcast_in_dim','shape=[3],axes=[]','%9','f64','[3]');
INSERT INTO equation VALUES(8,11,10,'mul','','%10 %1','f64','[3]');
INSERT INTO equation VALUES(8,12,11,'div','','%5 %6','f64','[3]');
INSERT INTO equation VALUES(8,13,12,'mul','','%2 %5','f64','[3]');
INSERT INTO equation VALUES(8,14,13,'mul','','%5 %7','f64','[3]');
INSERT INTO equation VALUES(8,15,14,'mul','','%13 %12','f64','[3]');
INSERT INTO equation VALUES(8,16,15,'mul','','%15 %11','f64','[3]');
INSERT INTO equation VALUES(8,17,16,'mul','','%14 %8','f64','[3]');
INSERT INTO equation VALUES(8,18,17,'add','','%17 %16','f64','[3]');
INSERT INTO equation VALUES(8,19,18,'reshape','shape=[3]','%18','f64','[3]');
INSERT INTO equation VALUES(8,20,19,'integer_pow','exponent=2','%19','f64','[3]');
INSERT INTO equation VALUES(8,21,20,'reduce_sum','axes=[0]','%20','f64','[]');
INSERT INTO equation VALUES(9,3,0,'broadcast_in_dim','shape=[2],axes=[]','%0','f32','[2]');
INSERT INTO equation VALUES(9,4,1,'scan','length=3,reverse=0,constants=1,carry=1,body={(%0: f32[2], %1: f32[2], %2: f32[2]); %3 = mul %1 %0 : f32[2]; %4 = add %3 %2 : f32[2]; %5 = tanh %4 : f32[2]; %6 = reduce_sum[axes=[0]] %5 : f32[]; return %5 %6}','%3 %1 %2','f32','[2]');
INSERT INTO equation VALUES(9,5,1,'scan','length=3,reverse=0,constants=1,carry=1,body={(%0: f32[2], %1: f32[2], %2: f32[2]); %3 = mul %1 %0 : f32[2]; %4 = add %3 %2 : f32[2]; %5 = tanh %4 : f32[2]; %6 = reduce_sum[axes=[0]] %5 : f32[]; return %5 %6}','%3 %1 %2','f32','[3]');
INSERT INTO equation VALUES(9,6,2,'reduce_sum','axes=[0]','%4','f32','[]');
INSERT INTO equation VALUES(9,7,3,'reduce_sum','axes=[0]','%5','f32','[]');
INSERT INTO equation VALUES(9,8,4,'add','','%6 %7','f32','[]');
INSERT INTO equation VALUES(10,3,0,'scan','length=3,reverse=0,constants=1,carry=1,body={(%0: f32[2], %1: f32[2], %2: f32[2]); %3 = mul %1 %0 : f32[2]; %4 = add %3 %2 : f32[2]; %5 = tanh %4 : f32[2]; %6 = reduce_sum[axes=[0]] %5 : f32[]; return %5 %6}','%2 %0 %1','f32','[2]');
INSERT INTO equation VALUES(10,4,0,'scan','length=3,reverse=0,constants=1,carry=1,body={(%0: f32[2], %1: f32[2], %2: f32[2]); %3 = mul %1 %0 : f32[2]; %4 = add %3 %2 : f32[2]; %5 = tanh %4 : f32[2]; %6 = reduce_sum[axes=[0]] %5 : f32[]; return %5 %6}','%2 %0 %1','f32','[3]');
INSERT INTO equation VALUES(10,5,1,'reduce_sum','axes=[0]','%3','f32','[]');
INSERT INTO equation VALUES(10,6,2,'reduce_sum','axes=[0]','%4','f32','[]');
INSERT INTO equation VALUES(10,7,3,'add','','%5 %6','f32','[]');
INSERT INTO equation VALUES(11,1,0,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(11,2,1,'gt','','%0 %1','bool','[]');
INSERT INTO equation VALUES(11,3,2,'cond','on_true={(%0: f64[]); %1 = integer_pow[exponent=3] %0 : f64[]; return %1},on_false={(%0: f64[]); %1 = constant[dtype=f64,value=2] : f64[]; %2 = mul %0 %1 : f64[]; return %2}','%2 %0','f64','[]');
INSERT INTO equation VALUES(12,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%1 %0','f64','[3]');
INSERT INTO equation VALUES(12,3,1,'sin','','%2','f64','[3]');
INSERT INTO equation VALUES(12,4,2,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(13,1,0,'checkpoint','body={(%0: f64[2]); %1 = sin %0 : f64[2]; %2 = exp %1 : f64[2]; %3 = reduce_sum[axes=[0]] %2 : f64[]; return %3}','%0','f64','[]');
INSERT INTO equation VALUES(14,1,0,'iota','type=i64[4],axis=0','','i64','[4]');
INSERT INTO equation VALUES(14,2,1,'scan','length=4,reverse=0,constants=1,carry=1,body={(%0: f64[], %1: f64[], %2: i64[]); %3 = mul %1 %0 : f64[]; return %3}','%0 %0 %1','f64','[]');
INSERT INTO equation VALUES(15,2,0,'solve','transposed=0','%0 %1','f64','[2,1]');
INSERT INTO equation VALUES(15,3,1,'reshape','shape=[2]','%2','f64','[2]');
INSERT INTO equation VALUES(15,4,2,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(16,2,0,'dot_general','left_contract=[1],right_contract=[0],left_batch=[],right_batch=[]','%0 %1','f64','[2]');
INSERT INTO equation VALUES(16,3,1,'reduce_max','axes=[0]','%2','f64','[]');
INSERT INTO equation VALUES(16,4,2,'stop_gradient','','%3','f64','[]');
INSERT INTO equation VALUES(16,5,3,'is_finite','','%4','bool','[]');
INSERT INTO equation VALUES(16,6,4,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(16,7,5,'select','','%5 %4 %6','f64','[]');
INSERT INTO equation VALUES(16,8,6,'broadcast_in_dim','shape=[2],axes=[]','%7','f64','[2]');
INSERT INTO equation VALUES(16,9,7,'sub','','%2 %8','f64','[2]');
INSERT INTO equation VALUES(16,10,8,'exp','','%9','f64','[2]');
INSERT INTO equation VALUES(16,11,9,'reduce_sum','axes=[0]','%10','f64','[]');
INSERT INTO equation VALUES(16,12,10,'log','','%11','f64','[]');
INSERT INTO equation VALUES(16,13,11,'add','','%12 %7','f64','[]');
INSERT INTO equation VALUES(17,1,0,'reduce_max','axes=[0,1]','%0','f64','[]');
INSERT INTO equation VALUES(18,1,0,'reduce_sum','axes=[0]','%0','f64','[]');
INSERT INTO equation VALUES(18,2,1,'constant','dtype=f64,value=2','','f64','[]');
INSERT INTO equation VALUES(18,3,2,'div','','%1 %2','f64','[]');
INSERT INTO equation VALUES(18,4,3,'broadcast_in_dim','shape=[2],axes=[]','%3','f64','[2]');
INSERT INTO equation VALUES(18,5,4,'sub','','%0 %4','f64','[2]');
INSERT INTO equation VALUES(18,6,5,'reduce_sum','axes=[0]','%5','f64','[]');
INSERT INTO equation VALUES(18,7,6,'div','','%6 %2','f64','[]');
INSERT INTO equation VALUES(18,8,7,'stop_gradient','','%7','f64','[]');
INSERT INTO equation VALUES(18,9,8,'broadcast_in_dim','shape=[2],axes=[]','%8','f64','[2]');
INSERT INTO equation VALUES(18,10,9,'sub','','%5 %9','f64','[2]');
INSERT INTO equation VALUES(18,11,10,'abs','','%10','f64','[2]');
INSERT INTO equation VALUES(18,12,11,'reduce_max','axes=[0]','%11','f64','[]');
INSERT INTO equation VALUES(18,13,12,'stop_gradient','','%12','f64','[]');
INSERT INTO equation VALUES(18,14,13,'constant','dtype=f64,value=3.2033329522929615e-145','','f64','[]');
INSERT INTO equation VALUES(18,15,14,'lt','','%13 %14','bool','[]');
INSERT INTO equation VALUES(18,16,15,'constant','dtype=f64,value=3.1217485503159922e+144','','f64','[]');
INSERT INTO equation VALUES(18,17,16,'gt','','%13 %16','bool','[]');
INSERT INTO equation VALUES(18,18,17,'constant','dtype=f64,value=4.149515568880993e+180','','f64','[]');
INSERT INTO equation VALUES(18,19,18,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(18,20,19,'select','','%15 %18 %19','f64','[]');
INSERT INTO equation VALUES(18,21,20,'constant','dtype=f64,value=2.409919865102884e-181','','f64','[]');
INSERT INTO equation VALUES(18,22,21,'select','','%17 %21 %20','f64','[]');
INSERT INTO equation VALUES(18,23,22,'broadcast_in_dim','shape=[2],axes=[]','%22','f64','[2]');
INSERT INTO equation VALUES(18,24,23,'mul','','%10 %23','f64','[2]');
INSERT INTO equation VALUES(18,25,24,'mul','','%24 %24','f64','[2]');
INSERT INTO equation VALUES(18,26,25,'reduce_sum','axes=[0]','%25','f64','[]');
INSERT INTO equation VALUES(18,27,26,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(18,28,27,'eq','','%26 %27','bool','[]');
INSERT INTO equation VALUES(18,29,28,'select','','%28 %19 %26','f64','[]');
INSERT INTO equation VALUES(18,30,29,'sqrt','','%29','f64','[]');
INSERT INTO equation VALUES(18,31,30,'select','','%28 %27 %30','f64','[]');
INSERT INTO equation VALUES(18,32,31,'div','','%31 %22','f64','[]');
INSERT INTO equation VALUES(18,33,32,'constant','dtype=f64,value=1.4142135623730951','','f64','[]');
INSERT INTO equation VALUES(18,34,33,'div','','%32 %33','f64','[]');
INSERT INTO equation VALUES(19,1,0,'mul','','%0 %0','f64','[2]');
INSERT INTO equation VALUES(19,2,1,'cumsum','axis=0,reverse=0','%1','f64','[2]');
INSERT INTO equation VALUES(20,1,0,'slice','start=[0,0],limit=[3,1],stride=[1,1]','%0','f64','[3,1]');
INSERT INTO equation VALUES(20,2,1,'reshape','shape=[3]','%1','f64','[3]');
INSERT INTO equation VALUES(20,3,2,'argsort','axis=0','%2','i64','[3]');
INSERT INTO equation VALUES(20,4,3,'gather','','%2 %3','f64','[3]');
INSERT INTO equation VALUES(20,5,4,'iota','type=f64[3],axis=0','','f64','[3]');
INSERT INTO equation VALUES(20,6,5,'mul','','%4 %5','f64','[3]');
INSERT INTO equation VALUES(20,7,6,'reduce_sum','axes=[0]','%6','f64','[]');
INSERT INTO equation VALUES(21,1,0,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(21,2,1,'broadcast_in_dim','shape=[3],axes=[]','%1','f64','[3]');
INSERT INTO equation VALUES(21,3,2,'sub','','%0 %2','f64','[3]');
INSERT INTO equation VALUES(21,4,3,'integer_pow','exponent=2','%3','f64','[3]');
INSERT INTO equation VALUES(21,5,4,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(21,6,5,'constant','dtype=f64,value=3','','f64','[]');
INSERT INTO equation VALUES(21,7,6,'mul','','%5 %6','f64','[]');
INSERT INTO equation VALUES(22,2,0,'reduce_sum','axes=[0]','%0','f64','[]');
INSERT INTO equation VALUES(22,3,1,'integer_pow','exponent=2','%1','f64','[3]');
INSERT INTO equation VALUES(22,4,2,'reduce_sum','axes=[0]','%3','f64','[]');
INSERT INTO equation VALUES(22,5,3,'add','','%2 %4','f64','[]');
INSERT INTO equation VALUES(23,1,0,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(23,2,1,'broadcast_in_dim','shape=[3],axes=[]','%1','f64','[3]');
INSERT INTO equation VALUES(23,3,2,'sub','','%0 %2','f64','[3]');
INSERT INTO equation VALUES(23,4,3,'integer_pow','exponent=2','%3','f64','[3]');
INSERT INTO equation VALUES(23,5,4,'reduce_sum','axes=[0]','%4','f64','[]');
INSERT INTO equation VALUES(23,6,5,'constant','dtype=f64,value=3','','f64','[]');
INSERT INTO equation VALUES(23,7,6,'mul','','%5 %6','f64','[]');
INSERT INTO equation VALUES(23,8,7,'constant','dtype=f64,value=0.25','','f64','[]');
INSERT INTO equation VALUES(23,9,8,'mul','','%7 %8','f64','[]');
INSERT INTO equation VALUES(24,1,0,'abs','','%0','f64','[3]');
INSERT INTO equation VALUES(24,2,1,'reduce_max','axes=[0]','%1','f64','[]');
INSERT INTO equation VALUES(24,3,2,'stop_gradient','','%2','f64','[]');
INSERT INTO equation VALUES(24,4,3,'constant','dtype=f64,value=3.2033329522929615e-145','','f64','[]');
INSERT INTO equation VALUES(24,5,4,'lt','','%3 %4','bool','[]');
INSERT INTO equation VALUES(24,6,5,'constant','dtype=f64,value=3.1217485503159922e+144','','f64','[]');
INSERT INTO equation VALUES(24,7,6,'gt','','%3 %6','bool','[]');
INSERT INTO equation VALUES(24,8,7,'constant','dtype=f64,value=4.149515568880993e+180','','f64','[]');
INSERT INTO equation VALUES(24,9,8,'constant','dtype=f64,value=1','','f64','[]');
INSERT INTO equation VALUES(24,10,9,'select','','%5 %8 %9','f64','[]');
INSERT INTO equation VALUES(24,11,10,'constant','dtype=f64,value=2.409919865102884e-181','','f64','[]');
INSERT INTO equation VALUES(24,12,11,'select','','%7 %11 %10','f64','[]');
INSERT INTO equation VALUES(24,13,12,'broadcast_in_dim','shape=[3],axes=[]','%12','f64','[3]');
INSERT INTO equation VALUES(24,14,13,'mul','','%0 %13','f64','[3]');
INSERT INTO equation VALUES(24,15,14,'mul','','%14 %14','f64','[3]');
INSERT INTO equation VALUES(24,16,15,'reduce_sum','axes=[0]','%15','f64','[]');
INSERT INTO equation VALUES(24,17,16,'constant','dtype=f64,value=0','','f64','[]');
INSERT INTO equation VALUES(24,18,17,'eq','','%16 %17','bool','[]');
INSERT INTO equation VALUES(24,19,18,'select','','%18 %9 %16','f64','[]');
INSERT INTO equation VALUES(24,20,19,'sqrt','','%19','f64','[]');
INSERT INTO equation VALUES(24,21,20,'select','','%18 %17 %20','f64','[]');
INSERT INTO equation VALUES(24,22,21,'div','','%21 %12','f64','[]');
INSERT INTO equation VALUES(24,23,22,'integer_pow','exponent=2','%22','f64','[]');
INSERT INTO equation VALUES(25,1,0,'abs','','%0','f64','[]');
INSERT INTO equation VALUES(25,2,1,'integer_pow','exponent=2','%1','f64','[]');
INSERT INTO equation VALUES(28,1,0,'reduce_max','axes=[0]','%0','f64','[]');
INSERT INTO equation VALUES(29,1,0,'abs','','%0','f32','[2]');
INSERT INTO equation VALUES(29,2,1,'reduce_max','axes=[0]','%1','f32','[]');
INSERT INTO equation VALUES(29,3,2,'stop_gradient','','%2','f32','[]');
INSERT INTO equation VALUES(29,4,3,'constant','dtype=f32,value=3.5527137e-15','','f32','[]');
INSERT INTO equation VALUES(29,5,4,'lt','','%3 %4','bool','[]');
INSERT INTO equation VALUES(29,6,5,'constant','dtype=f32,value=2.8147498e+14','','f32','[]');
INSERT INTO equation VALUES(29,7,6,'gt','','%3 %6','bool','[]');
INSERT INTO equation VALUES(29,8,7,'constant','dtype=f32,value=1.2379401e+27','','f32','[]');
INSERT INTO equation VALUES(29,9,8,'constant','dtype=f32,value=1','','f32','[]');
INSERT INTO equation VALUES(29,10,9,'select','','%5 %8 %9','f32','[]');
INSERT INTO equation VALUES(29,11,10,'constant','dtype=f32,value=8.077936e-28','','f32','[]');
INSERT INTO equation VALUES(29,12,11,'select','','%7 %11 %10','f32','[]');
INSERT INTO equation VALUES(29,13,12,'broadcast_in_dim','shape=[2],axes=[]','%12','f32','[2]');
INSERT INTO equation VALUES(29,14,13,'mul','','%0 %13','f32','[2]');
INSERT INTO equation VALUES(29,15,14,'mul','','%14 %14','f32','[2]');
INSERT INTO equation VALUES(29,16,15,'reduce_sum','axes=[0]','%15','f32','[]');
INSERT INTO equation VALUES(29,17,16,'constant','dtype=f32,value=0','','f32','[]');
INSERT INTO equation VALUES(29,18,17,'eq','','%16 %17','bool','[]');
INSERT INTO equation VALUES(29,19,18,'select','','%18 %9 %16','f32','[]');
INSERT INTO equation VALUES(29,20,19,'sqrt','','%19','f32','[]');
INSERT INTO equation VALUES(29,21,20,'select','','%18 %17 %20','f32','[]');
INSERT INTO equation VALUES(29,22,21,'div','','%21 %12','f32','[]');
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    folder TEXT, -- where its files are read from
    parent INTEGER REFERENCES session (id),
    parent_cell INTEGER CHECK (parent_cell >= 0),
    time INTEGER NOT NULL,
    CHECK ((parent IS NULL) = (parent_cell IS NULL)),
    CHECK (parent < id)
) STRICT;
INSERT INTO session VALUES(1,'kinds',NULL,NULL,NULL,1795870952761251);
INSERT INTO session VALUES(2,'flow',NULL,NULL,NULL,1795870952869192);
INSERT INTO session VALUES(3,'puts',NULL,NULL,NULL,1795870952965111);
INSERT INTO session VALUES(4,'branch',NULL,3,3,1795870953073667);
INSERT INTO session VALUES(5,'twig',NULL,4,4,1795870953129518);
INSERT INTO session VALUES(6,'wrong',NULL,NULL,NULL,1795870953201047);
CREATE TABLE cell (
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session (id),
    number INTEGER CHECK (number >= 1), -- in its session, without gaps
    kind TEXT NOT NULL CHECK (kind IN ('cell', 'put')), -- of a put, the source is the name
    source TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'cancelled', 'failed')),
    time INTEGER NOT NULL, -- when it was recorded
    UNIQUE (session, number),
    CHECK ((number IS NULL) = (outcome <> 'ok'))
) STRICT;
INSERT INTO cell VALUES(1,1,1,'cell',replace('x = array([0.5, -1.25, 2.0])\nw = array([[1.0, 0.5, -0.25], [0.125, -2.0, 0.75]])\ny = tanh(w @ x)\nl = sum(y * y) + sum(exp(x) * 0.1)\ng = grad(l, x)\ngw, gx = grad(l, (w, x))','\n',char(10)),'ok',1795870952761251);
INSERT INTO cell VALUES(2,1,2,'cell',replace('v = array([0.25, -0.5])\np = vjp(y, x, v)\nt = jvp(y, x, array([1.0, 0.0, -1.0]))\nJ = jacobian(y, x)\nhv = hvp(l, x, array([1.0, 2.0, 3.0]))\nH = hessian(l, x)\nc = contributions(l, x, y)\nb = bypass(l, x, y)','\n',char(10)),'ok',1795870952802036);
INSERT INTO cell VALUES(3,1,3,'cell',replace('def f(a):\n    return sum(sin(a) * log(1.0 + a ** 2))\ngf = grad(f)(x)\njf = jacobian(lambda a: a * sum(a))(x)\nhf = hessian(f)(x)\nval, gv = value_and_grad(f)(x)\no, tf = jvp(f, (x,), (ones(3),))\no2, back = vjp(f, x)\nbf = back(array(2.0))','\n',char(10)),'ok',1795870952829518);
INSERT INTO cell VALUES(4,1,4,'cell',replace('s = sum(g * g)\ngg = grad(s, x)\nggg = grad(sum(gg * gg), x)\nnn = grad(lambda a: sum(grad(f)(a) ** 2))(x)','\n',char(10)),'ok',1795870952846287);
INSERT INTO cell VALUES(5,2,1,'cell',replace('h0 = array([0.1, 0.2], dtype=float32)\nxs = array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=float32)\nk = array(0.5, dtype=float32)\ndef step(h, x):\n    h = tanh(h * k + x)\n    return h, sum(h)\nlast, outs = scan(step, h0, xs)\ngk = grad(sum(last) + sum(outs), k)\ngh = grad(sum(last) + sum(outs), h0)','\n',char(10)),'ok',1795870952869192);
INSERT INTO cell VALUES(6,2,2,'cell',replace('q = array(1.5)\nr = cond(q > 1.0, lambda a: a ** 3, lambda a: a * 2.0, q)\ngq = grad(r, q)\nB = array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])\nu = array([0.5, 0.25])\ngb = grad(sum(vmap(lambda row: sin(row @ u))(B)), u)\npe = vmap(grad(lambda a: sum(a ** 3)))(B)\ngc = grad(lambda a: checkpoint(lambda z: sum(exp(sin(z))))(a))(u)\nfl = grad(lambda a: fori_loop(0, 4, lambda i, z: z * a, a))(q)','\n',char(10)),'ok',1795870952897030);
INSERT INTO cell VALUES(7,2,3,'cell',replace('A = array([[4.0, 1.0], [1.0, 3.0]])\nd = grad(sum(solve(A, u)), A)\ne = grad(logsumexp(A @ u), A)\nm = grad(max(B), B)\nst = std(u)\ngst = grad(st, u)\ncs = jacobian(cumsum(u * u), u)\nso = grad(sum(sort(B[:, 0]) * arange(3.)), B)','\n',char(10)),'ok',1795870952935709);
INSERT INTO cell VALUES(8,3,1,'put','z','ok',1795870952965111);
INSERT INTO cell VALUES(9,3,2,'cell',replace('lr = 0.25\nn = 3\nlabel = "puts"\ndef loss(a):\n    return sum((a - 1.0) ** 2) * n\ngz = grad(loss(z), z)','\n',char(10)),'ok',1795870952984916);
INSERT INTO cell VALUES(10,3,3,'cell','z = z - lr * grad(loss(z), z)','ok',1795870953007931);
INSERT INTO cell VALUES(11,3,4,'cell','z = z - lr * grad(loss(z), z)','ok',1795870953026622);
INSERT INTO cell VALUES(12,3,5,'cell','z = z - lr * grad(loss(z), z)','ok',1795870953026622);
INSERT INTO cell VALUES(13,3,6,'cell','z = z - lr * grad(loss(z), z)','ok',1795870953026622);
INSERT INTO cell VALUES(14,3,7,'cell','z = z - lr * grad(loss(z), z)','ok',1795870953026622);
INSERT INTO cell VALUES(15,3,8,'cell','z = z - lr * grad(loss(z), z)','ok',1795870953026622);
INSERT INTO cell VALUES(16,3,9,'cell',replace('pair = (z, z * 2.0)\nboth = grad(sum(pair[0]) + sum(pair[1] ** 2), pair)\nloss(z)','\n',char(10)),'ok',1795870953046887);
INSERT INTO cell VALUES(17,4,4,'cell',replace('z = z * 2.0\ngz = grad(loss(z), z)','\n',char(10)),'ok',1795870953106967);
INSERT INTO cell VALUES(18,5,5,'cell','gt = grad(loss(z) * lr, z)','ok',1795870953160544);
INSERT INTO cell VALUES(19,6,1,'cell',replace('x = zeros((3,))\nh = hessian(norm(x)**2, x)\na0 = array(0.0)\nh2 = hessian(abs(a0)**2, a0)','\n',char(10)),'ok',1795870953201047);
INSERT INTO cell VALUES(20,6,2,'cell',replace('X = array([[1., 2.], [3., 4.], [5., 6.]])\nq1 = ones(2)\ngq = grad(sum(vmap(lambda k: q1 * k)(X)), q1)\ngl = grad(lambda a: fori_loop(0, 3, lambda i, y: y * a, array(1.)))(2.0)\ngn = grad(max(array([1.0, 2.0, nan])), q1)','\n',char(10)),'ok',1795870953238688);
INSERT INTO cell VALUES(21,6,3,'cell',replace('xm = array([1.0, 2.0, nan])\ngm = grad(max(xm), xm)\nxn = array([3e14, 4e14], dtype=float32)\ngnn = grad(norm(xn), xn)\nafter = gm * 2.0\nsq = sqrt(array([1.0, 0.0]))\njs = jacobian(sqrt(x0), x0) if False else sq','\n',char(10)),'ok',1795870953280602);
CREATE TABLE leaf (
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    hash BLOB NOT NULL REFERENCES tensor (hash),
    PRIMARY KEY (cell, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO leaf VALUES(8,0,X'1abbf0fa663d550cfdd14f498c0ce689e3896c894141c697a6fd19d09cc8502b');
CREATE TABLE binding (
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT NOT NULL,
    hash BLOB NOT NULL REFERENCES tensor (hash),
    recipe BLOB CHECK (length(recipe) = 32), -- of the run that gave it, if it is a derivative
    PRIMARY KEY (cell, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO binding VALUES(1,0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6',NULL);
INSERT INTO binding VALUES(1,1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922',NULL);
INSERT INTO binding VALUES(1,2,'y',X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a',NULL);
INSERT INTO binding VALUES(1,3,'l',X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e',NULL);
INSERT INTO binding VALUES(1,4,'g',X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7',X'afae4296199354058cf1911d29d86ab99832bc53166aca8ad4735aa013f80e40');
INSERT INTO binding VALUES(1,5,'gw',X'04bb5982803db542bc8d21814aa6f07974e5a91148eb37d3df6a6e7735cc1816',X'9ea017c0b1fc5015fe27da7b6c15e555aa90a8ca8a7768159c8d43bc2003718e');
INSERT INTO binding VALUES(1,6,'gx',X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7',X'9ea017c0b1fc5015fe27da7b6c15e555aa90a8ca8a7768159c8d43bc2003718e');
INSERT INTO binding VALUES(2,0,'v',X'f533a406ead0845b95d501a492d264119de0c7a118f7fec75b9068f3ec230c3a',NULL);
INSERT INTO binding VALUES(2,1,'p',X'a7a1622e7f112e08a42515552cd7ae36f15b1491b02e8f9caa6d0123db459207',X'f92c768c8acdc1641a9bd6b60630840712597432af4e9f4c2c601193c0fc85ca');
INSERT INTO binding VALUES(2,2,'t',X'78bf5c2f08c5e206854dc6421cb9404f607ed8b28a3bb1932794a4f76d0b77ec',X'48aed7e38f970c24fc25fe2ade41da64737269cf57889d2b87b4ed0330cf61e3');
INSERT INTO binding VALUES(2,3,'J',X'd9bccb5abc8052de53c06b8b4b2384e30d0b9250f910e04609d0095fd20ea9b6',X'a882cf239a802134eea93446a8933a5b4bd21ef044961004fd7a4d2e58e9e2fb');
INSERT INTO binding VALUES(2,4,'hv',X'edb6bc795294424d3ddf41d77b29fb7efb12b876f8eb28668d841756eb882eef',X'7bdc35c7ef6d8bca7195353ddbdfe3b723e85a8ace540fe24be451ef8e602fdb');
INSERT INTO binding VALUES(2,5,'H',X'756217148c4d308aa23f5c1d0646db99483251ae4e46d5bd66464d54330a2c07',X'34906430add94e256ad1a79e35084f9da63efdf6a4c66c42bdcd3164ecbf526c');
INSERT INTO binding VALUES(2,6,'c',X'999ca8fc396491a46d2562a2da1cc37fbdfa1b65c49ff677437171e16141603b',X'ee025bd017994ea975459d7fa9146c97447ac4a902a5f932ea56748bf1a165d1');
INSERT INTO binding VALUES(2,7,'b',X'd9a6031bd2a0a0c6c82c2185d4d270be0ca5f596f96994eb1d9bdc17f265dbb6',X'460c31a77c5f1cf1e848b7537edfb2ee926febe768df669fafacc7c04a9c2c46');
INSERT INTO binding VALUES(3,0,'gf',X'38aac3295e488b4269371b01b7a8f1189d8762db6a6bfaa4126414e893e9ce0b',X'e4af701358b303deb98dc547bb09ab3a622a8b434c1d2cf19fd4b29986f0355b');
INSERT INTO binding VALUES(3,1,'jf',X'e5e3bbec5f9d5237edab98cf29275fddba350769474039b498bad62aa039389c',X'0af1a0064da29d9a5daaf8a284122e80ff008c49b304fea8b6a3f1880f2ebd98');
INSERT INTO binding VALUES(3,2,'hf',X'633f6b21bd9fade7b8e524e0f5ffe03c8d4f9a9ff072baac8ecf908fac233ff9',X'1cdd91d51598ef690bfbd2a3c30c057c0d4bb5e6a301fd47240d1ff88ee66106');
INSERT INTO binding VALUES(3,3,'val',X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749',NULL);
INSERT INTO binding VALUES(3,4,'gv',X'38aac3295e488b4269371b01b7a8f1189d8762db6a6bfaa4126414e893e9ce0b',X'e4af701358b303deb98dc547bb09ab3a622a8b434c1d2cf19fd4b29986f0355b');
INSERT INTO binding VALUES(3,5,'o',X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749',NULL);
INSERT INTO binding VALUES(3,6,'tf',X'5b39e4834b0d668f39f97b2bbdf9842499c786db74615e6fc7f3ebb083ec3490',X'4da233da07c2b1e811b4c38f44b2bc66542bf871bf218ed65fed3f6d3c125a9e');
INSERT INTO binding VALUES(3,7,'o2',X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749',NULL);
INSERT INTO binding VALUES(3,8,'bf[0]',X'a7b3e8fb13904eb8c27eb36795928fc95c138dca080216e7d6dfbb382d60d051',X'd234035185930c8cb64628772a6f2deb014af3df2cf06b648dd58d5c45162d92');
INSERT INTO binding VALUES(4,0,'s',X'47a296e1e077df44f3793ded283237a361ee837dc7796848d451ae0d7447229c',NULL);
INSERT INTO binding VALUES(4,1,'gg',X'777fa57e40372913373db2c0d113235b83b117a51de092bc5e44cf3ac630b8dd',X'e588f885738decf8dafaa4d1a0c1352608f6f3040ed7c1267c5d71cb5cd1f1e0');
INSERT INTO binding VALUES(4,2,'ggg',X'a8168aa08ad41acfa1d41819c2a7eca7e2f6b4647bfccf6956bf1b231e0b63bf',X'ea857ab432ebf25511b86b6dea2ff5b2b2366c8b6b903ab01b305234884585a7');
INSERT INTO binding VALUES(4,3,'nn',X'954717a07de9e99f9f4c299a31648a32a29327ba1fb49a339b6773ef7891de10',X'3981d5e1df9157ff91104cc47bf4960bd3c08ef97dbab4d1e1f1e02d2908db82');
INSERT INTO binding VALUES(5,0,'h0',X'fc1cd621c959eae0f4880ff86de4e24006d751a0d3a9e5663a5fb1f66758a799',NULL);
INSERT INTO binding VALUES(5,1,'xs',X'1462c813c9174fbc9a6a11bf7839af2a8412f662360b4816b615b60587780205',NULL);
INSERT INTO binding VALUES(5,2,'k',X'691ae0a898f84910ac2390a692c48337ec5d8d3df01a56a86122fb540d21c813',NULL);
INSERT INTO binding VALUES(5,3,'last',X'059e40b39154692d1fc2f51d34e0325bc1f1bfed26c0dee52820c34f3e8189c1',NULL);
INSERT INTO binding VALUES(5,4,'outs',X'dedee7327e04993b2e85030c22b6ecf52ba0314d19fff0ad600d8030bf6b1793',NULL);
INSERT INTO binding VALUES(5,5,'gk',X'78b9265195b5f290523d2d78117ec809a781598e2dce9a629998fc4964085fb5',X'9410c54f308f92b670c9c5743f86c05a71225fab79962b4e761a0e3ac4509b9d');
INSERT INTO binding VALUES(5,6,'gh',X'6c00035fad99c89e3939bace2883bf390a37c4ea6d4b0a957db6ffac875df6e7',X'b2658fbb3e25cad4f79e499a14e5facd4529119ecc544f14af5d4a773bcc5e26');
INSERT INTO binding VALUES(6,0,'q',X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4',NULL);
INSERT INTO binding VALUES(6,1,'r',X'328b0858c598886bebb7b328ba03f37dd5acd05351b299c5ce9fa26f3d3e620f',NULL);
INSERT INTO binding VALUES(6,2,'gq',X'a1331e39cb65c610e50f72ea55daa3e9504f4daf853e2b9c9adf58a96f0054d9',X'5de3c980df5a4e97a9e90513ebd260d5d907db9b919367f6509ebac3cc9ecb1c');
INSERT INTO binding VALUES(6,3,'B',X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72',NULL);
INSERT INTO binding VALUES(6,4,'u',X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574',NULL);
INSERT INTO binding VALUES(6,5,'gb',X'782938b36f1c2ae159b1c2d64b39c8bfb20e9ef3af02b8044810e86c4d5ac0f5',X'8dd2b3ec2930816f428836afbece6d97759633851b884c1bb60ab2c0749eb162');
INSERT INTO binding VALUES(6,6,'pe',X'990ccd0f38148f2113f734daa28980d0a2a459ee32051b4d6bc1593526d4fa17',NULL);
INSERT INTO binding VALUES(6,7,'gc',X'4a4e4064101b91587941a0b57b72fac24f3813a70d00d60332cf8043f8c938ab',X'5527c164623074377a79b853a2c9b641fcabe29b9652beb7144269fa644b8e02');
INSERT INTO binding VALUES(6,8,'fl',X'b2fa4905d79a349511557693876f90c6f245cd22fb32728b327768320b2dd0a8',X'b9c85d331b7eec6798bdd75bd86c4f1b65abd8a6086aa859fb66c1425f45c8f3');
INSERT INTO binding VALUES(7,0,'A',X'18e6578caffb84c7b41c2f9ca371ec8c4fd51b0cc70ad66b1a841de2f2e17068',NULL);
INSERT INTO binding VALUES(7,1,'d',X'db841150a59c72a988748c3383063d2e2a3df274d2670cd4d388bd95361e0d99',X'fe0b2549259804473f895126ee45a331bc6b736195f27d7be33dd10e5b203f88');
INSERT INTO binding VALUES(7,2,'e',X'df0cd67811b3d312525fab1b522590f89349660123fccaa95617f31ed8248a54',X'c0dd0927038c5ea70595c189a8342846ee77b61825cb1ebc1266fde51b1b3084');
INSERT INTO binding VALUES(7,3,'m',X'73e0d87e7b46e40d6fd51d7faee3af311570a9fdddbfb5b4eb596434378e8d68',X'eb933626da08b1c0767a808d8866987bb03551cf94f7f7cc0dee4404705136bf');
INSERT INTO binding VALUES(7,4,'st',X'f5cbf2bfe47c17c05be3f2a06385bf25eea69e8d0d7e6dc84171b3138c5d5548',NULL);
INSERT INTO binding VALUES(7,5,'gst',X'602e94d0d6bc06eb47ce38fc44f2ff0710205cd3655c21d70cc7b06ea2b0620b',X'4dbbdad9bf56012755abd56d9a329d77282f4e44fa7bc0c118ad9a01a931f8af');
INSERT INTO binding VALUES(7,6,'cs',X'b32a5e86adaf975f86fa7e9f4fb3107890d9975a845f3d2be5694d3ad5f20426',X'7f7478ab939ce593056ee865269a6e094a723bab36368747980ff29763e7aee6');
INSERT INTO binding VALUES(7,7,'so',X'be6836cb80d242c2491f2ba7e3597dc6ad1e6e219ce5b14166d6bfc5fb8407f2',X'2f95e724c0b115f1b9f7ed9d16a01807a876864e9a985f1793c86c05c1fe7b53');
INSERT INTO binding VALUES(8,0,'z',X'1abbf0fa663d550cfdd14f498c0ce689e3896c894141c697a6fd19d09cc8502b',NULL);
INSERT INTO binding VALUES(9,0,'gz',X'e60b8ecdab6dae930a356459db40376b0b1198f4a8121f2e153810eb4ed82516',X'380fe9eea0e4a86d8c9aa6924f46dd446793f3b5c3ead0a5c67f84f2737d2d54');
INSERT INTO binding VALUES(10,0,'z',X'11586bd8328b6ac179ad888d3b98fded465e025187f2b58108c09136d6cd06d3',NULL);
INSERT INTO binding VALUES(11,0,'z',X'c5b506c9de3c63540120c213e60ba78b415888ad947fc9144987ed803e17aa8d',NULL);
INSERT INTO binding VALUES(12,0,'z',X'dfdba69ea68cdc3d7c29c1af03a7a1d584bb394895e25290db2c7c6fe7865e85',NULL);
INSERT INTO binding VALUES(13,0,'z',X'6dff7074ef22180388799c9e5e41d96dc71bfd9953ba1a20b69ac6e97bb484c1',NULL);
INSERT INTO binding VALUES(14,0,'z',X'091806f23b807fa7e3ad2026bb604922aa9a02cf927a2b4c2c7b6eb4d492bcfc',NULL);
INSERT INTO binding VALUES(15,0,'z',X'7c60591650f071a9ca3118ad2228f0ee0070439fad317e45f5935978a8cced80',NULL);
INSERT INTO binding VALUES(16,0,'pair[0]',X'7c60591650f071a9ca3118ad2228f0ee0070439fad317e45f5935978a8cced80',NULL);
INSERT INTO binding VALUES(16,1,'pair[1]',X'e30fc7ccf8041fd9b6ef3b9860361b17831da27386812377ab0efd2df8083203',NULL);
INSERT INTO binding VALUES(16,2,'both[0]',X'0366c1088e6c32f9a053fbc280d8cd2696bfc1474d92a6c60582daffac951ac1',X'ff17e344821daf878a5661bc29ba1b882df7f2aa179413a721fa90d64879c1cb');
INSERT INTO binding VALUES(16,3,'both[1]',X'2f2bbbd1b0d6963e31dd6813271d9fa644705683c589728205d9d41bb563800e',X'ff17e344821daf878a5661bc29ba1b882df7f2aa179413a721fa90d64879c1cb');
INSERT INTO binding VALUES(16,4,'_',X'1f97943efba05d3999ef7ac82e5af648beb7b2545719b4217847973b7614e778',NULL);
INSERT INTO binding VALUES(17,0,'z',X'7eefa04f41a4ec551e106e5c8a5db47445fe4f60a9f7482ff850efa52da6e253',NULL);
INSERT INTO binding VALUES(17,1,'gz',X'4fc16ea972bf40c21114e97e3453f184bf507bc579d879d9b7206ea813ca9a96',X'4f336087d1c092b94f34a35c884b493d1f2bf53464fe73b426339ca4abf245bf');
INSERT INTO binding VALUES(18,0,'gt',X'a8417a3f2116d4599202305ef40cc0c59caa42b29fa1cab69d92263394e87bdb',X'fcd9464344aedac054e5c1d3bb5c8362b3fa15ab40063207e051a91707dba939');
INSERT INTO binding VALUES(19,0,'x',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000',NULL);
INSERT INTO binding VALUES(19,1,'h',X'7148672fea63c5a72fcf28e128f5fbee270fda67e5252b170e7327cf02a75faa',X'675c38f4eb576cf12737701e7d42ef2a32d47499c92cd60fb6ab0c396a77baf8');
INSERT INTO binding VALUES(19,2,'a0',X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c',NULL);
INSERT INTO binding VALUES(19,3,'h2',X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c',X'f6a03c566eae7458845699c3e0369cbc30bc439be0e8b9c47186368fa0bbbde2');
INSERT INTO binding VALUES(20,0,'X',X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72',NULL);
INSERT INTO binding VALUES(20,1,'q1',X'309d85eace0061273ceb8400875f4e4a3a023f1333363aea9e70cb0133aadf97',NULL);
INSERT INTO binding VALUES(20,2,'gq',X'5701ff03d7efcf64aeb6a0c1a337236ffec02a1604b49aa327fcb261c9ddbd11',X'e57506ea8613ee38701155722ca37301db00e4a5d5b667623b516a93ff0f96b0');
INSERT INTO binding VALUES(20,3,'gl',X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c',X'f05ecdcedf03ce58dff76e06d87c5e030a8b6b21ff26b1c7444f1acbcbca5faf');
INSERT INTO binding VALUES(20,4,'gn',X'5701ff03d7efcf64aeb6a0c1a337236ffec02a1604b49aa327fcb261c9ddbd11',X'73c67122aa74690d81d563b4f7489e02b227024c2bf1bbc7cf96822950ed0b33');
INSERT INTO binding VALUES(21,0,'xm',X'94dcce56c6677e8e52e27be35f7adaffda7b129016afe2fc142a73e072a2fddb',NULL);
INSERT INTO binding VALUES(21,1,'gm',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000',X'786e7d62935edb28209a146c6e335efbad10d24cbb8623c2f72fa695574fb031');
INSERT INTO binding VALUES(21,2,'xn',X'e89180264c6a314fd61e3190852225d5dd109de2c653a4e37450d49877d2d5e5',NULL);
INSERT INTO binding VALUES(21,3,'gnn',X'f6c73eaeb95e74a68e6593b8ccb4c754e660b09ea9639f5f01de31974853628c',X'67ec96ca0a05ea38ead5313c5b8ed0d7206584d51809a8b93d2a2e74eb12769b');
INSERT INTO binding VALUES(21,4,'after',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000',NULL);
INSERT INTO binding VALUES(21,5,'sq',X'08d9d08d1f90dbcda3272b3fc93648ea73c0d631c13b135d77c856e6052de257',NULL);
INSERT INTO binding VALUES(21,6,'js',X'08d9d08d1f90dbcda3272b3fc93648ea73c0d631c13b135d77c856e6052de257',NULL);
CREATE TABLE run (
    id INTEGER PRIMARY KEY, -- the order of runs
    recipe BLOB NOT NULL CHECK (length(recipe) = 32),
    graph INTEGER NOT NULL REFERENCES graph (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('grad', 'vjp', 'jvp', 'jacobian', 'hvp', 'hessian', 'contributions', 'bypass')),
    target TEXT NOT NULL, -- as the cell wrote it
    wrt TEXT NOT NULL CHECK (json_valid(wrt)), -- names of the differentiated inputs %0, %1, …: '["x","w"]'
    through TEXT NOT NULL CHECK (json_valid(through)), -- names of the cut
    cut TEXT NOT NULL, -- its values: '%5', or empty
    session INTEGER NOT NULL REFERENCES session (id),
    cell INTEGER NOT NULL REFERENCES cell (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0), -- in its cell
    source_line INTEGER NOT NULL, -- where the cell asked, from 1
    source_column INTEGER NOT NULL, -- in Unicode scalars, from 1
    numerics INTEGER NOT NULL, -- the bit contract
    time INTEGER NOT NULL, -- when it was recorded
    duration_us INTEGER NOT NULL, -- wall time of the evaluation of its cell, in microseconds
    UNIQUE (cell, ordinal)
) STRICT;
INSERT INTO run VALUES(1,X'afae4296199354058cf1911d29d86ab99832bc53166aca8ad4735aa013f80e40',1,'grad','l','["x"]','[]','',1,1,0,5,5,1,1795870952761251,642);
INSERT INTO run VALUES(2,X'9ea017c0b1fc5015fe27da7b6c15e555aa90a8ca8a7768159c8d43bc2003718e',2,'grad','l','["w","x"]','[]','',1,1,1,6,10,1,1795870952761251,642);
INSERT INTO run VALUES(3,X'f92c768c8acdc1641a9bd6b60630840712597432af4e9f4c2c601193c0fc85ca',3,'vjp','y','["x"]','[]','',1,2,0,2,5,1,1795870952802036,989);
INSERT INTO run VALUES(4,X'48aed7e38f970c24fc25fe2ade41da64737269cf57889d2b87b4ed0330cf61e3',3,'jvp','y','["x"]','[]','',1,2,1,3,5,1,1795870952802036,989);
INSERT INTO run VALUES(5,X'a882cf239a802134eea93446a8933a5b4bd21ef044961004fd7a4d2e58e9e2fb',3,'jacobian','y','["x"]','[]','',1,2,2,4,5,1,1795870952802036,989);
INSERT INTO run VALUES(6,X'7bdc35c7ef6d8bca7195353ddbdfe3b723e85a8ace540fe24be451ef8e602fdb',1,'hvp','l','["x"]','[]','',1,2,3,5,6,1,1795870952802036,989);
INSERT INTO run VALUES(7,X'34906430add94e256ad1a79e35084f9da63efdf6a4c66c42bdcd3164ecbf526c',1,'hessian','l','["x"]','[]','',1,2,4,6,5,1,1795870952802036,989);
INSERT INTO run VALUES(8,X'ee025bd017994ea975459d7fa9146c97447ac4a902a5f932ea56748bf1a165d1',1,'contributions','l','["x"]','["y"]','%3',1,2,5,7,5,1,1795870952802036,989);
INSERT INTO run VALUES(9,X'460c31a77c5f1cf1e848b7537edfb2ee926febe768df669fafacc7c04a9c2c46',1,'bypass','l','["x"]','["y"]','%3',1,2,6,8,5,1,1795870952802036,989);
INSERT INTO run VALUES(10,X'e4af701358b303deb98dc547bb09ab3a622a8b434c1d2cf19fd4b29986f0355b',4,'grad','f(x)','["x"]','[]','',1,3,0,3,6,1,1795870952829518,537);
INSERT INTO run VALUES(11,X'0af1a0064da29d9a5daaf8a284122e80ff008c49b304fea8b6a3f1880f2ebd98',5,'jacobian','lambda(x)','["x"]','[]','',1,3,1,4,6,1,1795870952829518,537);
INSERT INTO run VALUES(12,X'1cdd91d51598ef690bfbd2a3c30c057c0d4bb5e6a301fd47240d1ff88ee66106',4,'hessian','f(x)','["x"]','[]','',1,3,2,5,6,1,1795870952829518,537);
INSERT INTO run VALUES(13,X'e4af701358b303deb98dc547bb09ab3a622a8b434c1d2cf19fd4b29986f0355b',4,'grad','f(x)','["x"]','[]','',1,3,3,6,11,1,1795870952829518,537);
INSERT INTO run VALUES(14,X'4da233da07c2b1e811b4c38f44b2bc66542bf871bf218ed65fed3f6d3c125a9e',4,'jvp','f((x,))','["(x,)"]','[]','',1,3,4,7,13,1,1795870952829518,537);
INSERT INTO run VALUES(15,X'd234035185930c8cb64628772a6f2deb014af3df2cf06b648dd58d5c45162d92',4,'vjp','f(x)','["x"]','[]','',1,3,5,9,6,1,1795870952829518,537);
INSERT INTO run VALUES(16,X'e588f885738decf8dafaa4d1a0c1352608f6f3040ed7c1267c5d71cb5cd1f1e0',6,'grad','s','["x"]','[]','',1,4,0,2,6,1,1795870952846287,707);
INSERT INTO run VALUES(17,X'ea857ab432ebf25511b86b6dea2ff5b2b2366c8b6b903ab01b305234884585a7',7,'grad','sum(gg * gg)','["x"]','[]','',1,4,1,3,7,1,1795870952846287,707);
INSERT INTO run VALUES(18,X'e4af701358b303deb98dc547bb09ab3a622a8b434c1d2cf19fd4b29986f0355b',4,'grad','f(a)','["a"]','[]','',1,4,2,4,25,1,1795870952846287,707);
INSERT INTO run VALUES(19,X'3981d5e1df9157ff91104cc47bf4960bd3c08ef97dbab4d1e1f1e02d2908db82',8,'grad','lambda(x)','["x"]','[]','',1,4,3,4,6,1,1795870952846287,707);
INSERT INTO run VALUES(20,X'9410c54f308f92b670c9c5743f86c05a71225fab79962b4e761a0e3ac4509b9d',9,'grad','sum(last) + sum(outs)','["k"]','[]','',2,5,0,8,6,1,1795870952869192,435);
INSERT INTO run VALUES(21,X'b2658fbb3e25cad4f79e499a14e5facd4529119ecc544f14af5d4a773bcc5e26',10,'grad','sum(last) + sum(outs)','["h0"]','[]','',2,5,1,9,6,1,1795870952869192,435);
INSERT INTO run VALUES(22,X'5de3c980df5a4e97a9e90513ebd260d5d907db9b919367f6509ebac3cc9ecb1c',11,'grad','r','["q"]','[]','',2,6,0,3,6,1,1795870952897030,404);
INSERT INTO run VALUES(23,X'8dd2b3ec2930816f428836afbece6d97759633851b884c1bb60ab2c0749eb162',12,'grad','sum(vmap(lambda row: sin(row @ u))(B))','["u"]','[]','',2,6,1,6,6,1,1795870952897030,404);
INSERT INTO run VALUES(24,X'5527c164623074377a79b853a2c9b641fcabe29b9652beb7144269fa644b8e02',13,'grad','lambda(u)','["u"]','[]','',2,6,2,8,6,1,1795870952897030,404);
INSERT INTO run VALUES(25,X'b9c85d331b7eec6798bdd75bd86c4f1b65abd8a6086aa859fb66c1425f45c8f3',14,'grad','lambda(q)','["q"]','[]','',2,6,3,9,6,1,1795870952897030,404);
INSERT INTO run VALUES(26,X'fe0b2549259804473f895126ee45a331bc6b736195f27d7be33dd10e5b203f88',15,'grad','sum(solve(A, u))','["A"]','[]','',2,7,0,2,5,1,1795870952935709,584);
INSERT INTO run VALUES(27,X'c0dd0927038c5ea70595c189a8342846ee77b61825cb1ebc1266fde51b1b3084',16,'grad','logsumexp(A @ u)','["A"]','[]','',2,7,1,3,5,1,1795870952935709,584);
INSERT INTO run VALUES(28,X'eb933626da08b1c0767a808d8866987bb03551cf94f7f7cc0dee4404705136bf',17,'grad','max(B)','["B"]','[]','',2,7,2,4,5,1,1795870952935709,584);
INSERT INTO run VALUES(29,X'4dbbdad9bf56012755abd56d9a329d77282f4e44fa7bc0c118ad9a01a931f8af',18,'grad','st','["u"]','[]','',2,7,3,6,7,1,1795870952935709,584);
INSERT INTO run VALUES(30,X'7f7478ab939ce593056ee865269a6e094a723bab36368747980ff29763e7aee6',19,'jacobian','cumsum(u * u)','["u"]','[]','',2,7,4,7,6,1,1795870952935709,584);
INSERT INTO run VALUES(31,X'2f95e724c0b115f1b9f7ed9d16a01807a876864e9a985f1793c86c05c1fe7b53',20,'grad','sum(sort(B[:, 0]) * arange(3.))','["B"]','[]','',2,7,5,8,6,1,1795870952935709,584);
INSERT INTO run VALUES(32,X'380fe9eea0e4a86d8c9aa6924f46dd446793f3b5c3ead0a5c67f84f2737d2d54',21,'grad','loss(z)','["z"]','[]','',3,9,0,6,6,1,1795870952984916,114);
INSERT INTO run VALUES(33,X'380fe9eea0e4a86d8c9aa6924f46dd446793f3b5c3ead0a5c67f84f2737d2d54',21,'grad','loss(z)','["z"]','[]','',3,10,0,1,14,1,1795870953007931,131);
INSERT INTO run VALUES(34,X'47dae0652d51bc3c937c37d077bc5ddf5267abdd4ab7ce6d3f5e33fcba19c0b7',21,'grad','loss(z)','["z"]','[]','',3,11,0,1,14,1,1795870953026622,58);
INSERT INTO run VALUES(35,X'9eb72358664f63065368a7edcbc2e98b51e310848ea053e9d018f52bfa0c715f',21,'grad','loss(z)','["z"]','[]','',3,12,0,1,14,1,1795870953026622,27);
INSERT INTO run VALUES(36,X'816005e9f4eb06647a4efee03e32efe3ebdee06c6ee3a2beef323f4c3c60d004',21,'grad','loss(z)','["z"]','[]','',3,13,0,1,14,1,1795870953026622,25);
INSERT INTO run VALUES(37,X'a51b591b1a7fa76e79e6709c0d8f18887f517f13d8494944867694547300e613',21,'grad','loss(z)','["z"]','[]','',3,14,0,1,14,1,1795870953026622,24);
INSERT INTO run VALUES(38,X'75157e1ce02b45f701764ac05367507e6f51c07f3d51312d1055bc664a54c303',21,'grad','loss(z)','["z"]','[]','',3,15,0,1,14,1,1795870953026622,24);
INSERT INTO run VALUES(39,X'ff17e344821daf878a5661bc29ba1b882df7f2aa179413a721fa90d64879c1cb',22,'grad','sum(pair[0]) + sum(pair[1] ** 2)','["pair[0]","pair[1]"]','[]','',3,16,0,2,8,1,1795870953046887,136);
INSERT INTO run VALUES(40,X'4f336087d1c092b94f34a35c884b493d1f2bf53464fe73b426339ca4abf245bf',21,'grad','loss(z)','["z"]','[]','',4,17,0,2,6,1,1795870953106967,407);
INSERT INTO run VALUES(41,X'fcd9464344aedac054e5c1d3bb5c8362b3fa15ab40063207e051a91707dba939',23,'grad','loss(z) * lr','["z"]','[]','',5,18,0,1,6,1,1795870953160544,354);
INSERT INTO run VALUES(42,X'675c38f4eb576cf12737701e7d42ef2a32d47499c92cd60fb6ab0c396a77baf8',24,'hessian','norm(x)**2','["x"]','[]','',6,19,0,2,5,1,1795870953201047,446);
INSERT INTO run VALUES(43,X'f6a03c566eae7458845699c3e0369cbc30bc439be0e8b9c47186368fa0bbbde2',25,'hessian','abs(a0)**2','["a0"]','[]','',6,19,1,4,6,1,1795870953201047,446);
INSERT INTO run VALUES(44,X'e57506ea8613ee38701155722ca37301db00e4a5d5b667623b516a93ff0f96b0',26,'grad','sum(vmap(lambda k: q1 * k)(X))','["q1"]','[]','',6,20,0,3,6,1,1795870953238688,173);
INSERT INTO run VALUES(45,X'f05ecdcedf03ce58dff76e06d87c5e030a8b6b21ff26b1c7444f1acbcbca5faf',27,'grad','lambda(2.0)','["2.0"]','[]','',6,20,1,4,6,1,1795870953238688,173);
INSERT INTO run VALUES(46,X'73c67122aa74690d81d563b4f7489e02b227024c2bf1bbc7cf96822950ed0b33',26,'grad','max(array([1.0, 2.0, nan]))','["q1"]','[]','',6,20,2,5,6,1,1795870953238688,173);
INSERT INTO run VALUES(47,X'786e7d62935edb28209a146c6e335efbad10d24cbb8623c2f72fa695574fb031',28,'grad','max(xm)','["xm"]','[]','',6,21,0,2,6,1,1795870953280602,415);
INSERT INTO run VALUES(48,X'67ec96ca0a05ea38ead5313c5b8ed0d7206584d51809a8b93d2a2e74eb12769b',29,'grad','norm(xn)','["xn"]','[]','',6,21,1,4,7,1,1795870953280602,415);
CREATE TABLE run_tensor (
    run INTEGER NOT NULL REFERENCES run (id),
    role TEXT NOT NULL CHECK (role IN ('input', 'seed', 'result')),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT, -- of an input, in its cell; of a result, what it is the derivative by
    hash BLOB NOT NULL REFERENCES tensor (hash),
    PRIMARY KEY (run, role, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO run_tensor VALUES(1,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(1,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(1,'result',0,'x',X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7');
INSERT INTO run_tensor VALUES(2,'input',0,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(2,'input',1,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(2,'result',0,'w',X'04bb5982803db542bc8d21814aa6f07974e5a91148eb37d3df6a6e7735cc1816');
INSERT INTO run_tensor VALUES(2,'result',1,'x',X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7');
INSERT INTO run_tensor VALUES(3,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(3,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(3,'result',0,'x',X'a7a1622e7f112e08a42515552cd7ae36f15b1491b02e8f9caa6d0123db459207');
INSERT INTO run_tensor VALUES(3,'seed',0,NULL,X'f533a406ead0845b95d501a492d264119de0c7a118f7fec75b9068f3ec230c3a');
INSERT INTO run_tensor VALUES(4,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(4,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(4,'result',0,'y',X'78bf5c2f08c5e206854dc6421cb9404f607ed8b28a3bb1932794a4f76d0b77ec');
INSERT INTO run_tensor VALUES(4,'seed',0,NULL,X'd2678a0bc6b036494ff136a25c17c4092ed8ff5f539a9f1d6da602a88bd9c9b5');
INSERT INTO run_tensor VALUES(5,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(5,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(5,'result',0,'x',X'd9bccb5abc8052de53c06b8b4b2384e30d0b9250f910e04609d0095fd20ea9b6');
INSERT INTO run_tensor VALUES(6,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(6,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(6,'result',0,'x',X'edb6bc795294424d3ddf41d77b29fb7efb12b876f8eb28668d841756eb882eef');
INSERT INTO run_tensor VALUES(6,'seed',0,NULL,X'230d5f20a957cf6061d926a46a0c0afaa4573d23fc06df2749ba9a950bc444b2');
INSERT INTO run_tensor VALUES(7,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(7,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(7,'result',0,'x',X'756217148c4d308aa23f5c1d0646db99483251ae4e46d5bd66464d54330a2c07');
INSERT INTO run_tensor VALUES(8,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(8,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(8,'result',0,'x',X'999ca8fc396491a46d2562a2da1cc37fbdfa1b65c49ff677437171e16141603b');
INSERT INTO run_tensor VALUES(9,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(9,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(9,'result',0,'x',X'd9a6031bd2a0a0c6c82c2185d4d270be0ca5f596f96994eb1d9bdc17f265dbb6');
INSERT INTO run_tensor VALUES(10,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(10,'result',0,'x',X'38aac3295e488b4269371b01b7a8f1189d8762db6a6bfaa4126414e893e9ce0b');
INSERT INTO run_tensor VALUES(11,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(11,'result',0,'x',X'e5e3bbec5f9d5237edab98cf29275fddba350769474039b498bad62aa039389c');
INSERT INTO run_tensor VALUES(12,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(12,'result',0,'x',X'633f6b21bd9fade7b8e524e0f5ffe03c8d4f9a9ff072baac8ecf908fac233ff9');
INSERT INTO run_tensor VALUES(13,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(13,'result',0,'x',X'38aac3295e488b4269371b01b7a8f1189d8762db6a6bfaa4126414e893e9ce0b');
INSERT INTO run_tensor VALUES(14,'input',0,'(x,)',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(14,'result',0,'f((x,))',X'5b39e4834b0d668f39f97b2bbdf9842499c786db74615e6fc7f3ebb083ec3490');
INSERT INTO run_tensor VALUES(14,'seed',0,NULL,X'0366c1088e6c32f9a053fbc280d8cd2696bfc1474d92a6c60582daffac951ac1');
INSERT INTO run_tensor VALUES(15,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(15,'result',0,'x',X'a7b3e8fb13904eb8c27eb36795928fc95c138dca080216e7d6dfbb382d60d051');
INSERT INTO run_tensor VALUES(15,'seed',0,NULL,X'5d33f796f7b778eb5fa51542f12eb09a8b43059284f4ad9562cca31e66216858');
INSERT INTO run_tensor VALUES(16,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(16,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(16,'result',0,'x',X'777fa57e40372913373db2c0d113235b83b117a51de092bc5e44cf3ac630b8dd');
INSERT INTO run_tensor VALUES(17,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(17,'input',1,'w',X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_tensor VALUES(17,'result',0,'x',X'a8168aa08ad41acfa1d41819c2a7eca7e2f6b4647bfccf6956bf1b231e0b63bf');
INSERT INTO run_tensor VALUES(18,'input',0,'a',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(18,'result',0,'a',X'38aac3295e488b4269371b01b7a8f1189d8762db6a6bfaa4126414e893e9ce0b');
INSERT INTO run_tensor VALUES(19,'input',0,'x',X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_tensor VALUES(19,'result',0,'x',X'954717a07de9e99f9f4c299a31648a32a29327ba1fb49a339b6773ef7891de10');
INSERT INTO run_tensor VALUES(20,'input',0,'k',X'691ae0a898f84910ac2390a692c48337ec5d8d3df01a56a86122fb540d21c813');
INSERT INTO run_tensor VALUES(20,'input',1,'h0',X'fc1cd621c959eae0f4880ff86de4e24006d751a0d3a9e5663a5fb1f66758a799');
INSERT INTO run_tensor VALUES(20,'input',2,'xs',X'1462c813c9174fbc9a6a11bf7839af2a8412f662360b4816b615b60587780205');
INSERT INTO run_tensor VALUES(20,'result',0,'k',X'78b9265195b5f290523d2d78117ec809a781598e2dce9a629998fc4964085fb5');
INSERT INTO run_tensor VALUES(21,'input',0,'h0',X'fc1cd621c959eae0f4880ff86de4e24006d751a0d3a9e5663a5fb1f66758a799');
INSERT INTO run_tensor VALUES(21,'input',1,'xs',X'1462c813c9174fbc9a6a11bf7839af2a8412f662360b4816b615b60587780205');
INSERT INTO run_tensor VALUES(21,'input',2,NULL,X'f7b407dd2e18870c4172f92d346b0a009dd4f04d02dcc2a032d2c1661a62ccaf');
INSERT INTO run_tensor VALUES(21,'result',0,'h0',X'6c00035fad99c89e3939bace2883bf390a37c4ea6d4b0a957db6ffac875df6e7');
INSERT INTO run_tensor VALUES(22,'input',0,'q',X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4');
INSERT INTO run_tensor VALUES(22,'result',0,'q',X'a1331e39cb65c610e50f72ea55daa3e9504f4daf853e2b9c9adf58a96f0054d9');
INSERT INTO run_tensor VALUES(23,'input',0,'u',X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_tensor VALUES(23,'input',1,'B',X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72');
INSERT INTO run_tensor VALUES(23,'result',0,'u',X'782938b36f1c2ae159b1c2d64b39c8bfb20e9ef3af02b8044810e86c4d5ac0f5');
INSERT INTO run_tensor VALUES(24,'input',0,'u',X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_tensor VALUES(24,'result',0,'u',X'4a4e4064101b91587941a0b57b72fac24f3813a70d00d60332cf8043f8c938ab');
INSERT INTO run_tensor VALUES(25,'input',0,'q',X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4');
INSERT INTO run_tensor VALUES(25,'result',0,'q',X'b2fa4905d79a349511557693876f90c6f245cd22fb32728b327768320b2dd0a8');
INSERT INTO run_tensor VALUES(26,'input',0,'A',X'18e6578caffb84c7b41c2f9ca371ec8c4fd51b0cc70ad66b1a841de2f2e17068');
INSERT INTO run_tensor VALUES(26,'input',1,NULL,X'1697fb56b3bbfec4c0809f562970a7b12df083baecf0c1f1ca5e3f04b485af83');
INSERT INTO run_tensor VALUES(26,'result',0,'A',X'db841150a59c72a988748c3383063d2e2a3df274d2670cd4d388bd95361e0d99');
INSERT INTO run_tensor VALUES(27,'input',0,'A',X'18e6578caffb84c7b41c2f9ca371ec8c4fd51b0cc70ad66b1a841de2f2e17068');
INSERT INTO run_tensor VALUES(27,'input',1,'u',X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_tensor VALUES(27,'result',0,'A',X'df0cd67811b3d312525fab1b522590f89349660123fccaa95617f31ed8248a54');
INSERT INTO run_tensor VALUES(28,'input',0,'B',X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72');
INSERT INTO run_tensor VALUES(28,'result',0,'B',X'73e0d87e7b46e40d6fd51d7faee3af311570a9fdddbfb5b4eb596434378e8d68');
INSERT INTO run_tensor VALUES(29,'input',0,'u',X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_tensor VALUES(29,'result',0,'u',X'602e94d0d6bc06eb47ce38fc44f2ff0710205cd3655c21d70cc7b06ea2b0620b');
INSERT INTO run_tensor VALUES(30,'input',0,'u',X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_tensor VALUES(30,'result',0,'u',X'b32a5e86adaf975f86fa7e9f4fb3107890d9975a845f3d2be5694d3ad5f20426');
INSERT INTO run_tensor VALUES(31,'input',0,'B',X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72');
INSERT INTO run_tensor VALUES(31,'result',0,'B',X'be6836cb80d242c2491f2ba7e3597dc6ad1e6e219ce5b14166d6bfc5fb8407f2');
INSERT INTO run_tensor VALUES(32,'input',0,'z',X'1abbf0fa663d550cfdd14f498c0ce689e3896c894141c697a6fd19d09cc8502b');
INSERT INTO run_tensor VALUES(32,'result',0,'z',X'e60b8ecdab6dae930a356459db40376b0b1198f4a8121f2e153810eb4ed82516');
INSERT INTO run_tensor VALUES(33,'input',0,'z',X'1abbf0fa663d550cfdd14f498c0ce689e3896c894141c697a6fd19d09cc8502b');
INSERT INTO run_tensor VALUES(33,'result',0,'z',X'e60b8ecdab6dae930a356459db40376b0b1198f4a8121f2e153810eb4ed82516');
INSERT INTO run_tensor VALUES(34,'input',0,'z',X'11586bd8328b6ac179ad888d3b98fded465e025187f2b58108c09136d6cd06d3');
INSERT INTO run_tensor VALUES(34,'result',0,'z',X'e0f7ae463185f30f6b374d91b3e77cfec04e72a3827ae72a68fa5021d83cae9b');
INSERT INTO run_tensor VALUES(35,'input',0,'z',X'c5b506c9de3c63540120c213e60ba78b415888ad947fc9144987ed803e17aa8d');
INSERT INTO run_tensor VALUES(35,'result',0,'z',X'16a34050aa684f18403bda633a8cc3a78bff8e310ff4608c7c9412ead262e4ef');
INSERT INTO run_tensor VALUES(36,'input',0,'z',X'dfdba69ea68cdc3d7c29c1af03a7a1d584bb394895e25290db2c7c6fe7865e85');
INSERT INTO run_tensor VALUES(36,'result',0,'z',X'ec3eca64227d284cee2ec8f897326eb8415027974beb818c3a852f3c6e01b42f');
INSERT INTO run_tensor VALUES(37,'input',0,'z',X'6dff7074ef22180388799c9e5e41d96dc71bfd9953ba1a20b69ac6e97bb484c1');
INSERT INTO run_tensor VALUES(37,'result',0,'z',X'efbc86a205a58511631180cf300918488d4871401f1920297ed942c738d13e7b');
INSERT INTO run_tensor VALUES(38,'input',0,'z',X'091806f23b807fa7e3ad2026bb604922aa9a02cf927a2b4c2c7b6eb4d492bcfc');
INSERT INTO run_tensor VALUES(38,'result',0,'z',X'f3290c8fcbc2e062139c8d1db2b42bd837d96c6f253b2649f070337320e7c792');
INSERT INTO run_tensor VALUES(39,'input',0,'pair[0]',X'7c60591650f071a9ca3118ad2228f0ee0070439fad317e45f5935978a8cced80');
INSERT INTO run_tensor VALUES(39,'input',1,'pair[1]',X'e30fc7ccf8041fd9b6ef3b9860361b17831da27386812377ab0efd2df8083203');
INSERT INTO run_tensor VALUES(39,'result',0,'pair[0]',X'0366c1088e6c32f9a053fbc280d8cd2696bfc1474d92a6c60582daffac951ac1');
INSERT INTO run_tensor VALUES(39,'result',1,'pair[1]',X'2f2bbbd1b0d6963e31dd6813271d9fa644705683c589728205d9d41bb563800e');
INSERT INTO run_tensor VALUES(40,'input',0,'z',X'7eefa04f41a4ec551e106e5c8a5db47445fe4f60a9f7482ff850efa52da6e253');
INSERT INTO run_tensor VALUES(40,'result',0,'z',X'4fc16ea972bf40c21114e97e3453f184bf507bc579d879d9b7206ea813ca9a96');
INSERT INTO run_tensor VALUES(41,'input',0,'z',X'7eefa04f41a4ec551e106e5c8a5db47445fe4f60a9f7482ff850efa52da6e253');
INSERT INTO run_tensor VALUES(41,'result',0,'z',X'a8417a3f2116d4599202305ef40cc0c59caa42b29fa1cab69d92263394e87bdb');
INSERT INTO run_tensor VALUES(42,'input',0,'x',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000');
INSERT INTO run_tensor VALUES(42,'result',0,'x',X'7148672fea63c5a72fcf28e128f5fbee270fda67e5252b170e7327cf02a75faa');
INSERT INTO run_tensor VALUES(43,'input',0,'a0',X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c');
INSERT INTO run_tensor VALUES(43,'result',0,'a0',X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c');
INSERT INTO run_tensor VALUES(44,'input',0,'q1',X'309d85eace0061273ceb8400875f4e4a3a023f1333363aea9e70cb0133aadf97');
INSERT INTO run_tensor VALUES(44,'input',1,NULL,X'94522a23fa1d7f7904660d305ef4c6c30cb90dd17583c07ec0499e7430815eeb');
INSERT INTO run_tensor VALUES(44,'result',0,'q1',X'5701ff03d7efcf64aeb6a0c1a337236ffec02a1604b49aa327fcb261c9ddbd11');
INSERT INTO run_tensor VALUES(45,'input',0,'2.0',X'5d33f796f7b778eb5fa51542f12eb09a8b43059284f4ad9562cca31e66216858');
INSERT INTO run_tensor VALUES(45,'input',1,NULL,X'd66a9cacaa0f89cbb6614aa2942caeab8ce944478d952fdd0c67d203c1f3b03f');
INSERT INTO run_tensor VALUES(45,'result',0,'2.0',X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c');
INSERT INTO run_tensor VALUES(46,'input',0,'q1',X'309d85eace0061273ceb8400875f4e4a3a023f1333363aea9e70cb0133aadf97');
INSERT INTO run_tensor VALUES(46,'input',1,NULL,X'6ff22c69966a688bdde3155fdcba60f3eb1711b2d29f54a1447d544eae0e470d');
INSERT INTO run_tensor VALUES(46,'result',0,'q1',X'5701ff03d7efcf64aeb6a0c1a337236ffec02a1604b49aa327fcb261c9ddbd11');
INSERT INTO run_tensor VALUES(47,'input',0,'xm',X'94dcce56c6677e8e52e27be35f7adaffda7b129016afe2fc142a73e072a2fddb');
INSERT INTO run_tensor VALUES(47,'result',0,'xm',X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000');
INSERT INTO run_tensor VALUES(48,'input',0,'xn',X'e89180264c6a314fd61e3190852225d5dd109de2c653a4e37450d49877d2d5e5');
INSERT INTO run_tensor VALUES(48,'result',0,'xn',X'f6c73eaeb95e74a68e6593b8ccb4c754e660b09ea9639f5f01de31974853628c');
CREATE TABLE run_name (
    run INTEGER NOT NULL REFERENCES run (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    name TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value >= 0), -- 4 is %4
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO run_name VALUES(1,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(1,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(1,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(1,3,'l',11,X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e');
INSERT INTO run_name VALUES(2,0,'w',0,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(2,1,'x',1,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(2,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(2,3,'l',11,X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e');
INSERT INTO run_name VALUES(3,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(3,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(3,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(4,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(4,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(4,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(5,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(5,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(5,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(6,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(6,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(6,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(6,3,'l',11,X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e');
INSERT INTO run_name VALUES(7,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(7,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(7,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(7,3,'l',11,X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e');
INSERT INTO run_name VALUES(8,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(8,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(8,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(8,3,'l',11,X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e');
INSERT INTO run_name VALUES(9,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(9,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(9,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(9,3,'l',11,X'ebbde97d35b59fb1499239a24b5af7493604f8062a0bc63ab81f1fb8109d207e');
INSERT INTO run_name VALUES(13,0,'val',8,X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749');
INSERT INTO run_name VALUES(14,0,'o',8,X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749');
INSERT INTO run_name VALUES(15,0,'o2',8,X'06a98cbc5adc30b0052dc795d20059d97d3538c136f61d8477618be62c75e749');
INSERT INTO run_name VALUES(16,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(16,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(16,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(16,3,'g',30,X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7');
INSERT INTO run_name VALUES(16,4,'s',32,X'47a296e1e077df44f3793ded283237a361ee837dc7796848d451ae0d7447229c');
INSERT INTO run_name VALUES(17,0,'x',0,X'4a68e4561506f13824bb152ee571f0cd4a71061d7f2d9b973334278f1a223ea6');
INSERT INTO run_name VALUES(17,1,'w',1,X'5c61104341d916d32354c8ef1d5381ae559bc24258131650c23c351557142922');
INSERT INTO run_name VALUES(17,2,'y',3,X'f595e7353024e9c99f9e0ebf9cfede65f6c083c49582c1c759b42ef32c5a143a');
INSERT INTO run_name VALUES(17,3,'g',30,X'690f52b9a0969e02143ac73ffd99d88bd02cc8e970893ab3c2355452cd57b0c7');
INSERT INTO run_name VALUES(17,4,'gg',60,X'777fa57e40372913373db2c0d113235b83b117a51de092bc5e44cf3ac630b8dd');
INSERT INTO run_name VALUES(20,0,'k',0,X'691ae0a898f84910ac2390a692c48337ec5d8d3df01a56a86122fb540d21c813');
INSERT INTO run_name VALUES(20,1,'h0',1,X'fc1cd621c959eae0f4880ff86de4e24006d751a0d3a9e5663a5fb1f66758a799');
INSERT INTO run_name VALUES(20,2,'xs',2,X'1462c813c9174fbc9a6a11bf7839af2a8412f662360b4816b615b60587780205');
INSERT INTO run_name VALUES(20,3,'last',4,X'059e40b39154692d1fc2f51d34e0325bc1f1bfed26c0dee52820c34f3e8189c1');
INSERT INTO run_name VALUES(20,4,'outs',5,X'dedee7327e04993b2e85030c22b6ecf52ba0314d19fff0ad600d8030bf6b1793');
INSERT INTO run_name VALUES(21,0,'h0',0,X'fc1cd621c959eae0f4880ff86de4e24006d751a0d3a9e5663a5fb1f66758a799');
INSERT INTO run_name VALUES(21,1,'xs',1,X'1462c813c9174fbc9a6a11bf7839af2a8412f662360b4816b615b60587780205');
INSERT INTO run_name VALUES(21,2,'last',3,X'059e40b39154692d1fc2f51d34e0325bc1f1bfed26c0dee52820c34f3e8189c1');
INSERT INTO run_name VALUES(21,3,'outs',4,X'dedee7327e04993b2e85030c22b6ecf52ba0314d19fff0ad600d8030bf6b1793');
INSERT INTO run_name VALUES(22,0,'q',0,X'75615d4065b01d5660947e6f1cf99a827c6fffc8c0dfefa1d377ea34f9384ce4');
INSERT INTO run_name VALUES(22,1,'r',3,X'328b0858c598886bebb7b328ba03f37dd5acd05351b299c5ce9fa26f3d3e620f');
INSERT INTO run_name VALUES(23,0,'u',0,X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_name VALUES(23,1,'B',1,X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72');
INSERT INTO run_name VALUES(26,0,'A',0,X'18e6578caffb84c7b41c2f9ca371ec8c4fd51b0cc70ad66b1a841de2f2e17068');
INSERT INTO run_name VALUES(27,0,'A',0,X'18e6578caffb84c7b41c2f9ca371ec8c4fd51b0cc70ad66b1a841de2f2e17068');
INSERT INTO run_name VALUES(27,1,'u',1,X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_name VALUES(28,0,'B',0,X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72');
INSERT INTO run_name VALUES(29,0,'u',0,X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_name VALUES(29,1,'st',34,X'f5cbf2bfe47c17c05be3f2a06385bf25eea69e8d0d7e6dc84171b3138c5d5548');
INSERT INTO run_name VALUES(30,0,'u',0,X'dfefc3a3a91ac9187339cb2db5a091005ca1c7dfa4ae9a95257e1f62bc32a574');
INSERT INTO run_name VALUES(31,0,'B',0,X'72ff8631b7f6e25a759395908d98cebe5db3848ddc1e869caee3427e191d5d72');
INSERT INTO run_name VALUES(32,0,'z',0,X'1abbf0fa663d550cfdd14f498c0ce689e3896c894141c697a6fd19d09cc8502b');
INSERT INTO run_name VALUES(39,0,'pair[0]',0,X'7c60591650f071a9ca3118ad2228f0ee0070439fad317e45f5935978a8cced80');
INSERT INTO run_name VALUES(39,1,'z',0,X'7c60591650f071a9ca3118ad2228f0ee0070439fad317e45f5935978a8cced80');
INSERT INTO run_name VALUES(39,2,'pair[1]',1,X'e30fc7ccf8041fd9b6ef3b9860361b17831da27386812377ab0efd2df8083203');
INSERT INTO run_name VALUES(40,0,'z',0,X'7eefa04f41a4ec551e106e5c8a5db47445fe4f60a9f7482ff850efa52da6e253');
INSERT INTO run_name VALUES(41,0,'z',0,X'7eefa04f41a4ec551e106e5c8a5db47445fe4f60a9f7482ff850efa52da6e253');
INSERT INTO run_name VALUES(42,0,'x',0,X'48418846c0e893951b09e2ee7d0e4ee929465cca15b61af510c0f8cca6e56000');
INSERT INTO run_name VALUES(43,0,'a0',0,X'58fd1319eb232143c02d04d05c1d2ba0e85f4c9852f00687e2b6519f5cd61e3c');
INSERT INTO run_name VALUES(44,0,'q1',0,X'309d85eace0061273ceb8400875f4e4a3a023f1333363aea9e70cb0133aadf97');
INSERT INTO run_name VALUES(46,0,'q1',0,X'309d85eace0061273ceb8400875f4e4a3a023f1333363aea9e70cb0133aadf97');
INSERT INTO run_name VALUES(47,0,'xm',0,X'94dcce56c6677e8e52e27be35f7adaffda7b129016afe2fc142a73e072a2fddb');
INSERT INTO run_name VALUES(48,0,'xn',0,X'e89180264c6a314fd61e3190852225d5dd109de2c653a4e37450d49877d2d5e5');
CREATE INDEX session_parent ON session (parent);
CREATE INDEX leaf_hash ON leaf (hash);
CREATE INDEX binding_hash ON binding (hash);
CREATE INDEX run_recipe ON run (recipe);
CREATE INDEX run_session ON run (session);
CREATE INDEX run_graph ON run (graph);
CREATE INDEX run_tensor_hash ON run_tensor (hash);
CREATE VIEW runs AS
SELECT
    run.id AS row,
    lower(hex(substr(run.recipe, 1, 6))) AS run,
    run.kind,
    run.target,
    (SELECT group_concat(value, ' ') FROM json_each(run.wrt)) AS wrt,
    (SELECT group_concat(value, ' ') FROM json_each(run.through)) AS through,
    session.name AS session,
    cell.number AS cell,
    strftime('%Y-%m-%dT%H:%M:%S', run.time / 1000000, 'unixepoch') || printf('.%06dZ', run.time % 1000000) AS time,
    run.duration_us,
    cell.outcome,
    run.numerics,
    lower(hex(substr(graph.hash, 1, 6))) AS graph
FROM run
JOIN session ON session.id = run.session
JOIN cell ON cell.id = run.cell
JOIN graph ON graph.id = run.graph;
CREATE VIEW gradients AS
SELECT
    run.id AS row,
    lower(hex(substr(run.recipe, 1, 6))) AS run,
    run.kind,
    run.target,
    run_tensor.name AS wrt,
    tensor.dtype,
    tensor.shape,
    lower(hex(substr(tensor.hash, 1, 6))) AS tensor
FROM run
JOIN run_tensor ON run_tensor.run = run.id AND run_tensor.role = 'result'
JOIN tensor ON tensor.hash = run_tensor.hash;
CREATE VIEW graphs AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    graph.inputs,
    graph.outputs,
    graph.equation_count AS equations,
    (SELECT count(*) FROM run WHERE run.graph = graph.id) AS runs
FROM graph;
CREATE VIEW equations AS
SELECT
    lower(hex(substr(graph.hash, 1, 6))) AS graph,
    equation.ordinal,
    '%' || equation.result AS result,
    equation.primitive,
    equation.parameters,
    equation.operands,
    equation.dtype,
    equation.shape,
    equation.primitive || iif(equation.parameters = '', '', '[' || equation.parameters || ']')
    || iif(equation.operands = '', '', ' ' || equation.operands) AS text
FROM graph
JOIN equation ON equation.graph = graph.id;
CREATE VIEW bindings AS
SELECT
    session.name AS session,
    cell.number AS cell,
    binding.ordinal,
    binding.name,
    tensor.dtype,
    tensor.shape,
    lower(hex(substr(binding.hash, 1, 6))) AS tensor,
    lower(hex(substr(binding.recipe, 1, 6))) AS run
FROM binding
JOIN cell ON cell.id = binding.cell
JOIN session ON session.id = cell.session
JOIN tensor ON tensor.hash = binding.hash;
CREATE VIEW sessions AS
SELECT
    session.name AS session,
    session.folder,
    parent.name AS parent,
    session.parent_cell,
    (SELECT count(number) FROM cell WHERE cell.session = session.id) AS own_cells,
    (SELECT count(*) FROM run WHERE run.session = session.id) AS runs,
    strftime('%Y-%m-%dT%H:%M:%S', session.time / 1000000, 'unixepoch')
    || printf('.%06dZ', session.time % 1000000) AS time
FROM session
LEFT JOIN session AS parent ON parent.id = session.parent;
CREATE VIEW cells AS
SELECT
    session.name AS session,
    cell.number AS cell,
    cell.kind,
    cell.source,
    cell.outcome,
    (SELECT count(*) FROM run WHERE run.cell = cell.id) AS runs,
    strftime('%Y-%m-%dT%H:%M:%S', cell.time / 1000000, 'unixepoch') || printf('.%06dZ', cell.time % 1000000) AS time
FROM cell
JOIN session ON session.id = cell.session;
COMMIT;
